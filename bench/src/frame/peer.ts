/** Peers that are Python packages: a virtual environment in the cache folder, made on demand, and scripts run by any interpreter. */
import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join, resolve } from 'node:path';

/** Written last: an environment without it was interrupted and is made again. */
const COMPLETE = 'complete.txt';

/**
 * @param requirements pinned, for example `pycolmap==4.2.1`; another list is another environment.
 * @returns the path of its python.
 * @throws Error with the output of python3 or pip when one of them fails.
 */
export async function pythonWith(requirements: readonly string[]): Promise<string> {
  const digest = createHash('sha256').update(requirements.join('\n')).digest('hex').slice(0, 12);
  const folder = join(cacheFolder(), 'bench', `python-${digest}`);
  const python = join(folder, 'bin/python');
  if (existsSync(join(folder, COMPLETE))) return python;
  process.stderr.write(`making a virtual environment with ${requirements.join(', ')} ...\n`);
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  await execute('python3', ['-m', 'venv', folder]);
  await execute(python, ['-m', 'pip', 'install', '--quiet', ...requirements]);
  writeFileSync(join(folder, COMPLETE), `${requirements.join('\n')}\n`);
  return python;
}

/**
 * Runs a script that prints one JSON object on its last line, for example `{"ms": 12.5}`: the script measures itself.
 * @throws Error with its stderr when it fails or prints something else.
 */
export async function runScript(
  interpreter: string,
  script: string,
  args: readonly string[] = [],
): Promise<Readonly<Record<string, unknown>>> {
  const output = await execute(interpreter, [script, ...args]);
  const line = output.trimEnd().split('\n').at(-1) ?? '';
  const value: unknown = JSON.parse(line);
  if (typeof value !== 'object' || value === null)
    throw new Error(`${script} printed ${line}, not an object`);
  return value as Readonly<Record<string, unknown>>; // An object with string keys: it came from JSON.
}

/** The number under a key of what a script printed. */
export function numberOf(printed: Readonly<Record<string, unknown>>, key: string): number {
  const value = printed[key];
  if (typeof value !== 'number') throw new Error(`"${key}" is not a number in ${JSON.stringify(printed)}`);
  return value;
}

/** Beside what the set-up keeps: PARALLAX_CACHE, or parallax in the user's cache folder. */
export function cacheFolder(): string {
  const named = process.env['PARALLAX_CACHE'];
  if (named) return resolve(named);
  return join(process.env['XDG_CACHE_HOME'] || join(homedir(), '.cache'), 'parallax');
}

function execute(program: string, args: readonly string[]): Promise<string> {
  return new Promise((done, fail) => {
    execFile(program, args, { maxBuffer: 1 << 28 }, (error, stdout, stderr) => {
      if (error === null) done(stdout);
      else fail(new Error(`${program} ${args.join(' ')}: ${stderr.slice(-4000)}`, { cause: error }));
    });
  });
}
