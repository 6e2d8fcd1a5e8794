/**
 * Facts that only native code can tell, taken in a child process: a driver that crashes or hangs then is a finding
 * of the doctor, not its end.
 */
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { repositoryRoot } from '@parallax/lab/node';

const LIMIT_MS = 90_000;
const MARK = 'parallax-probe:';

export type Probe<T> =
  | { readonly ok: true; readonly facts: T }
  | { readonly ok: false; readonly why: string };

/**
 * Imports a module of the repository in a child and calls one of its functions.
 * @param file from the repository root
 * @param call an expression over the module's namespace `m`, for example "m.probeGl()"
 */
export function probe<T>(file: string, call: string): Promise<Probe<T>> {
  const url = JSON.stringify(pathToFileURL(join(repositoryRoot, file)).href);
  const script = `const m = await import(${url}); process.stdout.write('\\n${MARK}' + JSON.stringify(await ${call}) + '\\n');`;
  return new Promise((resolve) => {
    const child = spawn(process.execPath, ['--input-type=module', '-e', script], {
      timeout: LIMIT_MS,
      killSignal: 'SIGKILL',
    });
    let stdout = '';
    let stderr = '';
    child.stdout.on('data', (chunk: Buffer) => (stdout += chunk.toString()));
    child.stderr.on('data', (chunk: Buffer) => (stderr += chunk.toString()));
    child.on('error', (error) => resolve({ ok: false, why: error.message }));
    child.on('close', (code, signal) => {
      const line = stdout.split('\n').find((each) => each.startsWith(MARK));
      // The shape is the called function's return type, named by the caller.
      if (line !== undefined) resolve({ ok: true, facts: JSON.parse(line.slice(MARK.length)) as T });
      else resolve({ ok: false, why: `${file} ended with ${signal ?? code}: ${lastWords(stderr)}` });
    });
  });
}

function lastWords(stderr: string): string {
  const lines = stderr.split('\n').filter((line) => /error/i.test(line));
  return (lines[0] ?? stderr.trim().split('\n').at(-1) ?? 'no message').trim();
}
