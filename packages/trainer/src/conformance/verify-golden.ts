/** A golden folder of either kind against this implementation, tensor by tensor. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { ConfigError, DataFormatError } from '@parallax/lab';
import type { Comparison } from './compare.ts';
import { openGoldenFolder } from './golden-folder.ts';
import { verifyGrpo } from './grpo/index.ts';
import { verifyQwen } from './qwen/index.ts';

export interface VerifyGoldenOptions {
  /** Model folder to verify in place of the golden folder's own models; null = those. */
  readonly checkpoint?: string | null;
}

/**
 * Comparisons in the order they are made; the backend must have been initialised. Tolerances are the manifest's.
 * @param folder made with transformers (holds models and cases), or with verl and TRL (holds inputs.json)
 * @throws DataFormatError `not-golden`, `golden-damaged`, `golden-tolerance`; ConfigError `checkpoint-unused`,
 *   `checkpoint-differs`; CheckpointError when a model cannot be loaded
 */
export async function* verifyGolden(
  folder: string,
  options: VerifyGoldenOptions = {},
): AsyncGenerator<Comparison> {
  const golden = openGoldenFolder(folder);
  const checkpoint = options.checkpoint ?? null;
  if (existsSync(join(folder, 'inputs.json'))) {
    if (checkpoint !== null) {
      throw new ConfigError(
        'checkpoint-unused',
        `${folder} holds losses and advantages: no model takes part.`,
        {
          remedy: 'Leave --checkpoint out.',
        },
      );
    }
    yield* verifyGrpo(golden);
  } else if ('models' in golden.manifest && 'cases' in golden.manifest) {
    yield* verifyQwen(golden, checkpoint);
  } else {
    throw new DataFormatError('not-golden', `${folder} holds neither models with cases nor inputs.json.`, {
      remedy: 'Name a golden folder made with transformers, or with verl and TRL.',
    });
  }
}
