/** The dashboard's built files; built on first use. */
import { spawn } from 'node:child_process';
import { mkdir, open, readdir, rm, stat } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { LabError } from '@parallax/lab';
import { repositoryRoot } from '@parallax/lab/node';

const DASHBOARD = join(repositoryRoot, 'apps/dashboard');
const WAIT_MS = 500;
/** A lock this old was left by a build that was killed. */
const STALE_LOCK_MS = 120_000;

/** What the build is made from: a newer file here means that the build is of another version. */
const SOURCES = [
  'index.html',
  'package.json',
  'vite.config.ts',
  'src',
  '../eval-api/src/client.ts',
  '../eval-api/src/schema',
];

/**
 * Folder with index.html and assets/; runs `vite build` when there is none, or when its sources are newer. Several servers that start at once build
 * once.
 * @returns null when this checkout has no dashboard to build.
 * @throws LabError `dashboard-build-failed` with the end of the build's output.
 */
export async function builtDashboard(log: (line: string) => void): Promise<string | null> {
  const folder = join(DASHBOARD, 'dist');
  if ((await newestOf(join(DASHBOARD, 'index.html'))) === 0) return null;
  if (await isCurrent(folder)) return folder;
  const lock = join(DASHBOARD, 'node_modules/.parallax-build.lock');
  await mkdir(dirname(lock), { recursive: true });
  while (!(await takeLock(lock))) await new Promise((done) => setTimeout(done, WAIT_MS));
  try {
    if (await isCurrent(folder)) return folder;
    const startedAt = performance.now();
    log('Building the dashboard (once) ...');
    await runVite();
    log(`Built the dashboard in ${((performance.now() - startedAt) / 1000).toFixed(1)} s.`);
    return folder;
  } finally {
    await rm(lock, { force: true });
  }
}

async function runVite(): Promise<void> {
  const vite = join(
    dirname(createRequire(join(DASHBOARD, 'package.json')).resolve('vite/package.json')),
    'bin/vite.js',
  );
  // A process of its own: the bundler's memory goes back to the machine afterwards.
  const child = spawn(process.execPath, [vite, 'build', '--logLevel', 'warn'], {
    cwd: DASHBOARD,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (chunk: Buffer) => {
      output = (output + chunk.toString()).slice(-4000);
    });
  }
  const code = await new Promise<number | null>((done, fail) => {
    child.once('error', fail);
    child.once('close', done);
  });
  if (code === 0) return;
  throw new LabError('dashboard-build-failed', `Building the dashboard failed:\n${output.trim()}`, {
    remedy: 'Mend apps/dashboard, or serve the API alone with --no-dashboard.',
  });
}

async function takeLock(path: string): Promise<boolean> {
  try {
    await (await open(path, 'wx')).close();
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    const info = await stat(path).catch(() => null);
    if (info !== null && Date.now() - info.mtimeMs > STALE_LOCK_MS) await rm(path, { force: true });
    return false;
  }
}

async function isCurrent(folder: string): Promise<boolean> {
  const builtAt = await newestOf(join(folder, 'index.html'));
  const changedAt = await Promise.all(SOURCES.map((name) => newestOf(join(DASHBOARD, name))));
  return builtAt > Math.max(...changedAt);
}

/** Time of the last change of a file, or of anything in a folder, ms; 0 when it does not exist. */
async function newestOf(path: string): Promise<number> {
  const info = await stat(path).catch(() => null);
  if (info === null || !info.isDirectory()) return info?.mtimeMs ?? 0;
  const names = await readdir(path);
  return Math.max(info.mtimeMs, ...(await Promise.all(names.map((name) => newestOf(join(path, name))))));
}
