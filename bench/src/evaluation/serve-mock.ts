/** Starts the mock server in a process of its own. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';

export interface MockServer {
  /** With /v1. */
  readonly url: string;
  /** Requests answered so far. */
  asked(): Promise<number>;
  stop(): void;
}

export async function serveMock(): Promise<MockServer> {
  const child = spawn(process.execPath, [join(import.meta.dirname, 'mock-server.ts')], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const [line] = (await once(child.stdout, 'data')) as [Buffer];
  const origin = `http://127.0.0.1:${line.toString().trim()}`;
  return {
    url: `${origin}/v1`,
    asked: async () => ((await (await fetch(`${origin}/asked`)).json()) as { asked: number }).asked,
    stop: () => void child.stdin.end(),
  };
}
