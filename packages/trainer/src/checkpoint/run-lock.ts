/** One process per run folder: two would write over each other's checkpoints and metrics. */
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ConfigError } from '@parallax/lab';

/**
 * Takes the folder for this process; what a killed process left behind is taken over.
 * @returns gives the folder back.
 * @throws ConfigError `run-in-use`, naming the other process.
 */
export async function lockRun(runFolder: string): Promise<() => Promise<void>> {
  const path = join(runFolder, 'run.lock');
  await mkdir(runFolder, { recursive: true });
  for (let attempt = 0; ; attempt++) {
    try {
      await writeFile(path, String(process.pid), { flag: 'wx' });
      return () => rm(path, { force: true });
    } catch (cause) {
      if ((cause as NodeJS.ErrnoException).code !== 'EEXIST' || attempt > 2) throw cause;
      const owner = Number(await readFile(path, 'utf8').catch(() => ''));
      if (owner > 0 && owner !== process.pid && isAlive(owner)) {
        throw new ConfigError('run-in-use', `${runFolder} is being trained by process ${owner}.`, {
          remedy: `Wait for it or stop it; if no such training runs, delete ${path}.`,
          cause,
        });
      }
      await rm(path, { force: true });
    }
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0); // signal 0 only asks
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
