/** A Python with pyarrow, datasets and pandas for tests: named by the environment, or made in the cache when CI asks. */
import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { access, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);
export const conformanceFolder = join(import.meta.dirname, '../../../../conformance/exports');
const INSTALL_TIMEOUT_MS = 150_000;

/** @returns path of the interpreter; null, with a line on stderr that says why, where there is none. */
export async function conformancePython(
  environment: NodeJS.ProcessEnv = process.env,
): Promise<string | null> {
  const named = environment['PARALLAX_PYARROW_PYTHON'];
  if (named !== undefined) return named;
  if (environment['CI'] !== 'true') {
    return skip(
      'set PARALLAX_PYARROW_PYTHON to a Python with pyarrow, datasets, pandas and pillow, or CI=true to make one',
    );
  }
  try {
    return await madePython(environment);
  } catch (error) {
    return skip(`no Python environment could be made (${String((error as Error).message).split('\n')[0]})`);
  }
}

/** Runs one of the scripts of conformance/exports and reads the JSON on its last line. */
export async function runScript(python: string, script: string, ...args: string[]): Promise<unknown> {
  const options = { maxBuffer: 64 << 20, env: { ...process.env, HF_HUB_OFFLINE: '1' } };
  const { stdout } = await run(python, [join(conformanceFolder, script), ...args], options);
  return JSON.parse(stdout.trim().split('\n').at(-1) ?? '');
}

async function madePython(environment: NodeJS.ProcessEnv): Promise<string> {
  const requirements = join(conformanceFolder, 'requirements.txt');
  const digest = createHash('sha256')
    .update(await readFile(requirements))
    .digest('hex')
    .slice(0, 12);
  const cache =
    environment['PARALLAX_CACHE'] ??
    join(environment['XDG_CACHE_HOME'] ?? join(homedir(), '.cache'), 'parallax');
  const folder = join(cache, `conformance-python-${digest}`);
  const python = join(folder, 'bin/python');
  const stamp = join(folder, 'complete');
  const whole = await access(stamp).then(
    () => true,
    () => false,
  );
  if (whole) return python;
  await rm(folder, { recursive: true, force: true });
  await mkdir(cache, { recursive: true });
  await run('python3', ['-m', 'venv', folder], { timeout: INSTALL_TIMEOUT_MS });
  const install = ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', '-r', requirements];
  await run(python, install, { timeout: INSTALL_TIMEOUT_MS });
  await writeFile(stamp, '');
  return python;
}

function skip(reason: string): null {
  process.stderr.write(`SKIPPED: exports were not opened by pyarrow, datasets and pandas: ${reason}.\n`);
  return null;
}
