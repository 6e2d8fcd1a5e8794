/** Divides the catalogue of subject objects among the splits: an object is seen in one split only. */
import { splitOfSubject } from '@parallax/dataset';
import type { Split } from '@parallax/dataset/schema';
import { createRandom } from '@parallax/geometry';
import { ConfigError } from '@parallax/lab';
import { catalogueIds } from '../assets/catalogue.ts';
import type { GenerateConfig } from '../config.ts';

export const SPLIT_RULE = 'by subject object: splitOfSubject(objectId, seed, splitRatios)';

/**
 * Object ids of each split, in an order drawn from the seed.
 * @throws ConfigError `no-subjects` when a split with scenes is left without a subject.
 */
export function splitSubjects(
  config: Pick<GenerateConfig, 'seed' | 'subjects' | 'families' | 'splitRatios' | 'scenes'>,
): Record<Split, readonly string[]> {
  const subjects: Record<Split, string[]> = { train: [], validation: [], test: [] };
  const ids = createRandom(config.seed)
    .fork('subjects')
    .shuffle(catalogueIds(config.subjects, config.families));
  for (const id of ids) subjects[splitOfSubject(id, config.seed, config.splitRatios)].push(id);
  for (const split of ['train', 'validation', 'test'] as const) {
    if (config.scenes[split] === 0 || subjects[split].length > 0) continue;
    throw new ConfigError('no-subjects', `No subject falls to the split "${split}", which has scenes.`, {
      remedy: `Raise generate.subjects or generate.splitRatios.${split}.`,
    });
  }
  return subjects;
}
