/** Divides the catalogue of subject objects among the splits: an object is seen in one split only. */
import { splitOfSubject } from '@parallax/dataset';
import type { Split } from '@parallax/dataset/schema';
import { createRandom } from '@parallax/geometry';
import { ConfigError } from '@parallax/lab';
import { catalogueIds } from '../assets/catalogue.ts';
import { registeredIds } from '../assets/register.ts';
import type { GenerateConfig } from '../config.ts';

type SplitConfig = Pick<GenerateConfig, 'seed' | 'splitSeed' | 'splitRatios'>;

/** How the manifest says it. */
export function splitRule({ splitSeed }: SplitConfig): string {
  return `by subject object: splitOfSubject(objectId, ${splitSeed === undefined ? 'seed' : 'splitSeed'}, splitRatios)`;
}

/** The split that an object belongs to, as a subject and as anything else in a scene. */
export function splitOfObject(objectId: string, { seed, splitSeed, splitRatios }: SplitConfig): Split {
  return splitOfSubject(objectId, splitSeed ?? seed, splitRatios);
}

/**
 * Object ids of each split, in an order drawn from the seed.
 * @throws ConfigError `no-subjects` when a split with scenes is left without a subject.
 */
export function splitSubjects(
  config: SplitConfig & Pick<GenerateConfig, 'subjects' | 'families' | 'scenes' | 'assets'>,
): Record<Split, readonly string[]> {
  const subjects: Record<Split, string[]> = { train: [], validation: [], test: [] };
  const ids = createRandom(config.seed)
    .fork('subjects')
    .shuffle(catalogueIds(config.subjects, config.families));
  for (const id of ids) subjects[splitOfObject(id, config)].push(id);
  const models: Record<Split, string[]> = { train: [], validation: [], test: [] };
  const own = createRandom(config.seed).fork('models').shuffle(registeredIds());
  for (const id of own) models[splitOfObject(id, config)].push(id);
  const share = config.assets?.share ?? 0;
  for (const split of ['train', 'validation', 'test'] as const) {
    if (share > 0) subjects[split] = mixed(subjects[split], models[split], share);
    if (config.scenes[split] === 0 || subjects[split].length > 0) continue;
    throw new ConfigError('no-subjects', `No subject falls to the split "${split}", which has scenes.`, {
      remedy: `Raise generate.subjects or generate.splitRatios.${split}.`,
    });
  }
  return subjects;
}

/** Of any run of n subjects, n times `share` are models, in turn; a split without models stays procedural below 1. */
function mixed(drawn: readonly string[], models: readonly string[], share: number): string[] {
  if (share === 1) return [...models];
  if (models.length === 0 || drawn.length === 0) return [...drawn, ...models];
  const out: string[] = [];
  let [next, used] = [0, 0];
  while (next < drawn.length || used < models.length) {
    const turn = Math.floor((out.length + 1) * share) > Math.floor(out.length * share);
    out.push(turn ? models[used++ % models.length]! : drawn[next++ % drawn.length]!);
  }
  return out;
}
