/** Runs a verb in a process of its own, as the dispatcher does. */
import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const app = fileURLToPath(new URL('../../..', import.meta.url));

/** @param kill ends it with SIGKILL. */
export async function run(
  verb: string,
  args: string[],
  kill?: AbortSignal,
): Promise<{ code: number; out: string; err: string }> {
  const script = `import verb from './src/verbs/${verb}.ts'; import { runVerb } from '@parallax/lab/node'; await runVerb(verb, process.argv.slice(1));`;
  const child = spawn(process.execPath, ['--input-type=module', '-e', script, '--', ...args], { cwd: app });
  kill?.addEventListener('abort', () => child.kill('SIGKILL'));
  let out = '';
  let err = '';
  child.stdout.on('data', (chunk: Buffer) => {
    out += chunk.toString();
  });
  child.stderr.on('data', (chunk: Buffer) => {
    err += chunk.toString();
  });
  const code = await new Promise<number>((resolve) => child.once('close', (value) => resolve(value ?? -1)));
  return { code, out, err };
}

/** The last line of what a verb with --json wrote. */
export const json = (out: string): Record<string, unknown> =>
  JSON.parse(out.trim().split('\n').at(-1) ?? '') as Record<string, unknown>;
