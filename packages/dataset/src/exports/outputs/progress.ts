/** How far an export has come: lets the same command go on, and keeps another one out of the folder. */
import { readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { ConfigError } from '@parallax/lab';
import { readJson, writeJson } from '@parallax/lab/node';
import { Sha256Schema } from '@parallax/lab/schema';
import { z } from 'zod';
import { OutputStateSchema } from './output.ts';

const FILE = 'export.part.json';

const ProgressSchema = z.object({
  /** Digest of data set and configuration. */
  plan: Sha256Schema,
  /** Rows of the selection that are dealt with, skipped ones included. */
  taken: z.int().nonnegative(),
  rows: z.int().nonnegative(),
  skipped: z.record(z.string(), z.int()),
  output: OutputStateSchema,
});
export type Progress = z.infer<typeof ProgressSchema>;

/**
 * The progress of the same export in this folder, or a fresh one.
 * @throws ConfigError `folder-not-empty` or `other-export`: nothing that somebody else wrote is removed.
 */
export async function openProgress(folder: string, plan: string): Promise<Progress> {
  const known = await readJson(join(folder, FILE), ProgressSchema).catch(() => null);
  if (known?.plan === plan) return known;
  const names = await readdir(folder).catch((): string[] => []);
  if (names.includes(FILE) || names.includes('export.json')) {
    throw new ConfigError('other-export', `${folder} holds another export.`, {
      remedy: 'Name a new folder with --out, or remove this one.',
    });
  }
  if (names.length > 0) {
    throw new ConfigError('folder-not-empty', `${folder} is not empty and holds no export.`, {
      remedy: 'Name a new folder with --out.',
    });
  }
  const fresh: Progress = { plan, taken: 0, rows: 0, skipped: {}, output: [] };
  await writeJson(join(folder, FILE), fresh);
  return fresh;
}

/** Takes a finished export of this plan back that no longer fits its digests: only what it wrote goes. */
export async function removeDamagedExport(folder: string, files: readonly string[]): Promise<void> {
  await rm(join(folder, 'images'), { recursive: true, force: true });
  for (const path of files) await rm(join(folder, path), { force: true });
  await rm(join(folder, 'parallax'), { recursive: true, force: true });
  await rm(join(folder, 'export.json'), { force: true });
}

export async function saveProgress(folder: string, progress: Progress): Promise<void> {
  await writeJson(join(folder, FILE), progress);
}

export async function removeProgress(folder: string): Promise<void> {
  await rm(join(folder, FILE), { force: true });
}
