/** Is a run going on right now? The trainer holds run.lock with its process id while it works. */
import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { RunState } from '../schema.ts';

/** A run on another machine (shared folder) has a process id that means nothing here; fresh metrics tell then. */
const FRESH_MS = 60_000;

export async function runStateOf(
  folder: string,
  finished: boolean,
): Promise<{ state: RunState; updatedAt: string | null }> {
  const written = await stat(join(folder, 'metrics.jsonl')).then(
    (info) => info.mtime,
    () => null,
  );
  const updatedAt = written?.toISOString() ?? null;
  if (finished) return { state: 'finished', updatedAt };
  const owner = Number(await readFile(join(folder, 'run.lock'), 'utf8').catch(() => ''));
  const locked = owner > 0;
  const fresh = written !== null && Date.now() - written.getTime() < FRESH_MS;
  return { state: locked && (isAlive(owner) || fresh) ? 'running' : 'stopped', updatedAt };
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
