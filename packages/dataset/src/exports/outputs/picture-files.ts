/** Picture files named by their digests: each distinct picture once, whatever the number of questions that show it. */
import { mkdir, readdir, rename, stat, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { describeWriteFailure } from '@parallax/lab/node';
import type { ExportPicture } from '../sample.ts';

/** Pictures remembered as written: bounds memory; a forgotten one costs one look at the disk. */
const REMEMBERED = 20_000;

export interface PictureFiles {
  store(picture: ExportPicture): Promise<void>;
}

export function openPictureFiles(folder: string): PictureFiles {
  const known = new Set<string>();
  return {
    store: async ({ path, bytes }) => {
      if (known.has(path)) return;
      if (known.size >= REMEMBERED) known.clear();
      known.add(path);
      await storePicture(join(folder, path), bytes);
    },
  };
}

/** Counted on disk: those of an earlier, interrupted run are part of the export. */
export async function countPictures(folder: string): Promise<{ files: number; bytes: number }> {
  const totals = { files: 0, bytes: 0 };
  const root = join(folder, 'images');
  for (const room of await readdir(root).catch(() => [])) {
    for (const name of await readdir(join(root, room))) {
      totals.files++;
      totals.bytes += (await stat(join(root, room, name))).size;
    }
  }
  return totals;
}

/** A file of the right size stands: its name is the digest of what it was written from, and renaming is atomic. */
async function storePicture(path: string, bytes: Uint8Array): Promise<void> {
  const size = await stat(path).then(
    (info) => info.size,
    () => -1,
  );
  if (size === bytes.length) return;
  const temporary = `${path}.part`;
  try {
    await mkdir(dirname(path), { recursive: true });
    await writeFile(temporary, bytes);
    await rename(temporary, path);
  } catch (cause) {
    throw describeWriteFailure(path, cause);
  }
}
