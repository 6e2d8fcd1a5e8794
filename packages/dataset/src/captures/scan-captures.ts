/** Finds the captures under a folder: the folder itself, a tree such as MVImgNet's or CO3D's, or deeper. */
import { readdir, realpath } from 'node:fs/promises';
import { join } from 'node:path';
import { DataFormatError } from '@parallax/lab';
import { FRAME_ANNOTATIONS, readCo3dCategory } from './co3d/category.ts';
import { isCo3dSequence, looksLikeCapture } from './locate.ts';

export interface ScanOptions {
  /** Levels of folders below the root that are entered. */
  readonly maxDepth?: number;
}

/**
 * Folders of single captures in name order. A capture is not searched for further ones. A folder with the marks of a
 * capture is given even if its model is damaged, so that the reader can say what is wrong with it. Links to folders are
 * followed, each target once.
 */
export async function* scanCaptures(root: string, options: ScanOptions = {}): AsyncGenerator<string> {
  if (isCo3dSequence(root)) yield root;
  else yield* walk(root, options.maxDepth ?? 4, new Set());
}

async function* walk(folder: string, depth: number, visited: Set<string>): AsyncGenerator<string> {
  const target = await realpath(folder);
  if (visited.has(target)) return;
  visited.add(target);
  const entries = await readdir(folder, { withFileTypes: true });
  const present = new Set(entries.map((entry) => entry.name));
  if (present.has(FRAME_ANNOTATIONS)) {
    yield* sequencesOf(folder);
    return;
  }
  if (looksLikeCapture(present)) {
    yield folder;
    return;
  }
  if (depth === 0) return;
  const folders = entries.filter((entry) => entry.isDirectory() || entry.isSymbolicLink());
  const names = folders.map((entry) => entry.name).filter((name) => !name.startsWith('.'));
  for (const name of names.sort()) {
    try {
      yield* walk(join(folder, name), depth - 1, visited);
    } catch (error) {
      // A link to a file or to nothing is no folder of captures.
      if (!['ENOTDIR', 'ENOENT'].includes((error as NodeJS.ErrnoException).code ?? '')) throw error;
    }
  }
}

/** Each sequence of a category of CO3D as its folder; the category itself where its annotations cannot be read. */
async function* sequencesOf(category: string): AsyncGenerator<string> {
  try {
    const { sequences } = await readCo3dCategory(category);
    for (const name of [...sequences.keys()].sort()) yield join(category, name);
  } catch (error) {
    if (!(error instanceof DataFormatError)) throw error;
    yield category;
  }
}
