/** A shard's sidecar: written after the shard's files, it says that they are complete and what they hold. */
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { LabError } from '@parallax/lab';
import { readJson, sha256OfFile } from '@parallax/lab/node';
import { Sha256Schema } from '@parallax/lab/schema';
import { z } from 'zod';
import { ShardEntrySchema, type Split } from '../../schema.ts';

export const SidecarSchema = z.object({
  schemaVersion: z.literal(1),
  /** Digest of the options that the data set is made from: shards of another recipe are not mixed in. */
  planDigest: Sha256Schema,
  entry: ShardEntrySchema,
  counts: z.object({ scenes: z.int(), views: z.int(), pairs: z.int(), questions: z.int() }),
  subjects: z.array(z.string()),
  bySplitAndKind: z.record(z.string(), z.int()),
  discarded: z.record(z.string(), z.int()),
});
export type Sidecar = z.infer<typeof SidecarSchema>;

export function shardName(split: Split, index: number): string {
  return `${split}-${String(index).padStart(5, '0')}`;
}

export function sidecarPath(folder: string, split: Split, index: number): string {
  return join(folder, 'shards', `${shardName(split, index)}.json`);
}

/** The sidecar, or null when it is missing, damaged, of another plan, or does not fit the files on disk. */
export async function readIntactSidecar(
  folder: string,
  path: string,
  planDigest: string,
): Promise<Sidecar | null> {
  try {
    const sidecar = await readJson(path, SidecarSchema);
    if (sidecar.planDigest !== planDigest) return null;
    const { entry } = sidecar;
    if ((await sha256OfFile(join(folder, entry.path))) !== entry.sha256) return null;
    if ((await sha256OfFile(join(folder, entry.recordsPath))) !== entry.recordsSha256) return null;
    const { passes } = entry;
    if (passes && (await sha256OfFile(join(folder, passes.path))) !== passes.sha256) return null;
    return sidecar;
  } catch (error) {
    const missing = (error as NodeJS.ErrnoException).code === 'ENOENT';
    if (missing || error instanceof LabError) return null;
    throw error;
  }
}

/** Paths of all sidecars in the folder, in order. */
export async function listSidecars(folder: string): Promise<string[]> {
  const names = await readdir(join(folder, 'shards'));
  return names
    .filter((name) => name.endsWith('.json'))
    .sort()
    .map((name) => join(folder, 'shards', name));
}
