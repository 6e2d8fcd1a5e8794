/** Finds the captures under a folder: the folder itself, or an MVImgNet tree (class/instance), or deeper. */
import { readdir, realpath } from 'node:fs/promises';
import { join } from 'node:path';
import { looksLikeCapture } from './locate.ts';

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
  yield* walk(root, options.maxDepth ?? 4, new Set());
}

async function* walk(folder: string, depth: number, visited: Set<string>): AsyncGenerator<string> {
  const target = await realpath(folder);
  if (visited.has(target)) return;
  visited.add(target);
  const entries = await readdir(folder, { withFileTypes: true });
  if (looksLikeCapture(new Set(entries.map((entry) => entry.name)))) {
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
