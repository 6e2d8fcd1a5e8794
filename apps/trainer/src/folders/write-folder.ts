/** Writes a folder so that a reader sees a whole one or none, and never over files that are there. */
import { existsSync } from 'node:fs';
import { mkdir, open, readdir, rename, rm } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { ConfigError } from '@parallax/lab';
import { describeWriteFailure, syncFolder } from '@parallax/lab/node';

/**
 * @param write fills the folder that it is given: a neighbour of `out`, renamed to it when every file is on the disk
 * @throws ConfigError `folder-not-empty`; LabError `disk-full`
 */
export async function writeFolder<T>(out: string, write: (folder: string) => Promise<T>): Promise<T> {
  const folder = resolve(out);
  await assertEmpty(folder);
  const partial = `${folder}.${process.pid}.part`;
  try {
    await rm(partial, { recursive: true, force: true });
    await mkdir(partial, { recursive: true });
    const result = await write(partial);
    for (const name of await readdir(partial)) {
      await using file = await open(join(partial, name), 'r');
      await file.sync();
    }
    await syncFolder(partial);
    await rename(partial, folder);
    await syncFolder(dirname(folder));
    return result;
  } catch (cause) {
    await rm(partial, { recursive: true, force: true });
    throw describeWriteFailure(folder, cause);
  }
}

/** Asked again by those who compute for long before they write. @throws ConfigError `folder-not-empty` */
export async function assertEmpty(folder: string): Promise<void> {
  const what = !existsSync(folder) ? null : await contents(folder);
  if (what === null) return;
  throw new ConfigError('folder-not-empty', `${folder} ${what}; nothing was written.`, {
    remedy: 'Give --out a folder that does not exist yet, or empty this one.',
  });
}

async function contents(folder: string): Promise<string | null> {
  try {
    const names = await readdir(folder);
    return names.length === 0 ? null : `is not empty (it holds ${names[0]})`;
  } catch {
    return 'is no folder';
  }
}
