/** Starts the mock server in a process of its own. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';

export interface MockServer {
  /** With /v1. */
  readonly url: string;
  /** CPU time of its process so far, ms. */
  cpuMs(): Promise<number>;
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
    cpuMs: async () => ((await (await fetch(`${origin}/asked`)).json()) as { cpuMs: number }).cpuMs,
    stop: () => void child.stdin.end(),
  };
}
