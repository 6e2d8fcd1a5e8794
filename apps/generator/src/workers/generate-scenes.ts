/** Recipe -> rendered data set. */
import type { VerbContext } from '@parallax/lab/node';
import { GENERATOR_VERSION, type GenerateConfig } from '../config.ts';
import { createGlContext, describeGl } from '../gl/context.ts';
import { type UsedModels, withModels } from '../models/use-models.ts';
import { splitRule, splitSubjects } from '../scenes/subjects.ts';
import { type BuildOptions, type BuildOutcome, buildShards } from './shards/build-shards.ts';
import { planShards } from './shards/shard-plan.ts';

export type GenerateOptions = Pick<BuildOptions, 'part' | 'finishOnly' | 'workers' | 'leaseMs'> & {
  readonly folder: string;
  readonly context: VerbContext;
};

/** @throws ConfigError `no-subjects`; the errors of `buildShards`. */
export async function generateScenes(
  config: GenerateConfig,
  options: GenerateOptions,
): Promise<BuildOutcome> {
  return withModels(config.assets, options.context, (models) => build(config, models, options));
}

async function build(
  config: GenerateConfig,
  models: UsedModels | null,
  { folder, context, ...options }: GenerateOptions,
): Promise<BuildOutcome> {
  splitSubjects(config);
  const imageSource = describeGl(createGlContext());
  const { name, profile, seed } = config;
  const versions = { generatorVersion: GENERATOR_VERSION, imageSource, splitRule: splitRule(config) };
  // What the models are stands in the manifest, not where they lie.
  const { assets, ...rest } = config;
  const planned = models === null ? rest : { ...rest, assets: { ...assets, folder: models.digest } };
  const shards = planShards(config);
  const total = shards.reduce((sum, { scenes }) => sum + scenes, 0);
  context.log(`generate ${name}: ${total} scenes into ${folder}, ${imageSource}`);
  return buildShards({
    ...options,
    start: {
      folder,
      writer: { name, profile, seed, config: planned, ...versions },
      work: { type: 'scenes', config, ...(models && { models: models.scratch }) },
    },
    shards,
    unit: 'scenes',
    unitsOf: (shard) => ('scenes' in shard ? shard.scenes : 0),
    context,
  });
}
