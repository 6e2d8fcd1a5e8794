/** The models of a data set, from the config's folder to this process's catalogue. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { VerbContext } from '@parallax/lab/node';
import type { AssetsConfig } from './models-config.ts';
import { type PreparedModels, prepareModels } from './prepare-models.ts';
import { registerModels } from './register-models.ts';

export interface UsedModels extends PreparedModels {
  /** Prepared files, for the workers. */
  readonly scratch: string;
}

const SHOWN = 20;

/**
 * Prepares and registers the models, runs `work`, and removes the prepared files whatever becomes of it.
 * Without `assets` it only runs `work`.
 */
export async function withModels<T>(
  assets: AssetsConfig | undefined,
  { log, warn, signal }: Pick<VerbContext, 'log' | 'warn' | 'signal'>,
  work: (models: UsedModels | null) => Promise<T>,
): Promise<T> {
  if (assets === undefined) return work(null);
  const scratch = await mkdtemp(join(tmpdir(), 'parallax-models-'));
  try {
    const prepared = await prepareModels({ folder: assets.folder, front: assets.front, scratch, signal });
    const { models, skipped } = prepared;
    const families = new Set(models.map(({ family }) => family));
    log(
      `models: ${models.length} of ${families.size} families from ${assets.folder}, ${skipped.length} skipped`,
    );
    for (const { code, message } of skipped.slice(0, SHOWN)) warn(`skipped (${code}): ${message}`);
    if (skipped.length > SHOWN) warn(`... and ${skipped.length - SHOWN} more were skipped.`);
    registerModels(scratch);
    return await work({ ...prepared, scratch });
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
}
