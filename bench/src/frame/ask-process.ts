/** A peer that lives through all rounds: one JSON line in, one JSON line out, so that only its work is timed. */
import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';

export interface AskedProcess {
  /** Requests are answered in turn. @throws Error with the end of its stderr when the process ends. */
  ask(request: unknown): Promise<Readonly<Record<string, unknown>>>;
  stop(): void;
}

/** Starts the process; lines on its stdout that do not begin with a brace are ignored. */
export function askedProcess(
  program: string,
  args: readonly string[],
  environment: Readonly<Record<string, string>> = {},
): AskedProcess {
  const child = spawn(program, args, {
    env: { ...process.env, ...environment },
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  let said = '';
  let ended: Error | null = null;
  let waiting: {
    done: (answer: Readonly<Record<string, unknown>>) => void;
    fail: (error: Error) => void;
  } | null = null;
  const end = (why: string): void => {
    ended ??= new Error(`${program} ${args.join(' ')} ended (${why}): ${said}`);
    waiting?.fail(ended);
  };
  child.stderr.on('data', (chunk: Buffer) => {
    said = (said + chunk.toString()).slice(-4000);
  });
  child.stdin.on('error', () => undefined); // a write to a process that has ended: close tells it
  child.on('error', (error) => end(error.message));
  child.on('close', (code) => end(String(code)));
  createInterface({ input: child.stdout }).on('line', (line) => {
    if (!line.startsWith('{')) return;
    waiting?.done(JSON.parse(line) as Readonly<Record<string, unknown>>); // starts with a brace: an object
    waiting = null;
  });
  return {
    ask(request) {
      return new Promise((done, fail) => {
        if (ended !== null) return fail(ended);
        waiting = { done, fail };
        child.stdin.write(`${JSON.stringify(request)}\n`);
      });
    },
    stop: () => void child.stdin.end(),
  };
}
