/** Makes the database again from the files: a fresh one beside, renamed over the old one when complete. */
import { readdir, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { syncFolder } from '@parallax/lab/node';
import { databasePath, openStore } from '../database/index.ts';
import { type IndexLabOptions, type IndexLabResult, indexLab } from '../index/index.ts';
import { requireLab } from '../lab-folder/records.ts';

/** Left by a rebuild that was killed: parallax.db.PID.part with its log files. */
const PARTIAL = /^parallax\.db\.(\d+)\.part/;

/**
 * The old database may be missing, damaged, or of a newer version. Processes that have it open go on reading the old
 * rows until they notice (`Store.isReplaced`).
 * @throws what `indexLab` throws; the old database is then untouched.
 */
export async function rebuildDatabase(lab: string, options: IndexLabOptions = {}): Promise<IndexLabResult> {
  await requireLab(lab);
  const path = databasePath(lab);
  await removeLeftovers(lab);
  const partial = `${path}.${process.pid}.part`;
  try {
    const result = await buildDatabase(lab, partial, options);
    // The old log must go first: SQLite would otherwise replay it into the new file.
    await removeLogs(path);
    await rename(partial, path);
    await syncFolder(dirname(path));
    return result;
  } finally {
    await removeDatabase(partial);
  }
}

/** A database of the lab's files at `path`, closed: one file. */
export async function buildDatabase(
  lab: string,
  path: string,
  options: IndexLabOptions = {},
): Promise<IndexLabResult> {
  const store = await openStore({ lab, url: pathToFileURL(path).href });
  try {
    return await indexLab(store, options);
  } finally {
    await store.close();
  }
}

export async function removeDatabase(path: string): Promise<void> {
  await rm(path, { force: true });
  await removeLogs(path);
}

async function removeLogs(path: string): Promise<void> {
  await rm(`${path}-wal`, { force: true });
  await rm(`${path}-shm`, { force: true });
}

async function removeLeftovers(lab: string): Promise<void> {
  for (const name of await readdir(lab)) {
    const pid = Number(PARTIAL.exec(name)?.[1] ?? Number.NaN);
    if (Number.isInteger(pid) && !isAlive(pid)) await rm(join(lab, name), { force: true });
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // EPERM: a process of another user.
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
