/** Drives `./parallax demo` on the toy recipe as a person would: a process, its exit code, its last line. */
import { type ChildProcess, spawn } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = fileURLToPath(new URL('../..', import.meta.url));

export interface DemoResult {
  readonly dataset: string;
  readonly runs: readonly string[];
  readonly evaluations: readonly {
    readonly model: string;
    readonly task: string;
    readonly kind: string;
    readonly accuracy: number;
    readonly ci95: readonly [number, number];
    readonly chance: number;
    readonly n: number;
  }[];
  readonly report: string;
  readonly seconds: number;
}

/** Starts the demo in a process group of its own, so that kill -9 reaches every stage at once. */
export function startDemo(out: string, more: readonly string[] = []): ChildProcess {
  const args = ['demo', '--recipe', join(root, 'recipes/toy/recipe.yaml'), '--out', out, '--json', ...more];
  return spawn(join(root, 'parallax'), args, {
    cwd: root,
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
}

export interface Finished {
  readonly exitCode: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export async function finished(child: ChildProcess): Promise<Finished> {
  let [stdout, stderr] = ['', ''];
  child.stdout?.setEncoding('utf8').on('data', (text: string) => {
    stdout += text;
  });
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    stderr += text;
  });
  const exitCode = await new Promise<number | null>((resolve) => child.once('close', resolve));
  return { exitCode, stdout, stderr };
}

export function lastLine(stdout: string): DemoResult {
  // The line is what the test is about to check key by key.
  return JSON.parse(stdout.trimEnd().split('\n').at(-1) ?? '') as DemoResult;
}

/** kill -9 of the whole process group. */
export function killAll(child: ChildProcess): void {
  if (child.pid === undefined || child.exitCode !== null) return;
  try {
    process.kill(-child.pid, 'SIGKILL');
  } catch {
    // It ended by itself in the meantime.
  }
}
