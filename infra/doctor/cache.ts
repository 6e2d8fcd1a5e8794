/** What lies in the cache folder: sizes, and whether each component is what its stamp says. */
import { existsSync, lstatSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { defectOf, STAMP } from '../bootstrap/cache/stamp.mjs';

export interface CacheEntry {
  readonly name: string;
  readonly bytes: number;
  /** "sound" and "damaged" are said of stamped components only; the rest is other tools' data. */
  readonly state: 'sound' | 'damaged' | 'unstamped';
  readonly defect?: string;
}

/**
 * @param everyDigest reads every file; a component that fails loses its stamp, so that the next start rebuilds it
 *   (a changed file with its old size and time would pass the quick check)
 */
export function inspectCache(cache: string, everyDigest: boolean): readonly CacheEntry[] {
  if (!existsSync(cache)) return [];
  const folders = readdirSync(cache).filter((name) => statSync(join(cache, name)).isDirectory());
  return folders.sort().map((name) => {
    const folder = join(cache, name);
    const bytes = bytesIn(folder);
    const stamp = join(folder, STAMP);
    if (!existsSync(stamp)) return { name, bytes, state: 'unstamped' };
    const defect = defectOf(folder, keyOf(stamp), { everyDigest });
    if (defect === undefined) return { name, bytes, state: 'sound' };
    rmSync(stamp, { force: true });
    return { name, bytes, state: 'damaged', defect };
  });
}

function keyOf(stamp: string): string {
  try {
    return (JSON.parse(readFileSync(stamp, 'utf8')) as { key: string }).key;
  } catch {
    return '';
  }
}

/** Hard links within the folder are counted once, as the disk does. */
function bytesIn(folder: string, seen = new Set<number>()): number {
  let bytes = 0;
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) bytes += bytesIn(path, seen);
    else {
      const status = lstatSync(path, { throwIfNoEntry: false });
      if (status === undefined || seen.has(status.ino)) continue;
      seen.add(status.ino);
      bytes += status.size;
    }
  }
  return bytes;
}
