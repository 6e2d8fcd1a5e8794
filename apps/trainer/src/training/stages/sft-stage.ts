/** `parallax train sft`: supervised fine-tuning on questions with their chains or letters. */
import { resolve } from 'node:path';
import { loadRecipe } from '@parallax/lab/node';
import { modelDigest, runSft, type SftConfig, SftConfigSchema } from '@parallax/trainer';
import { planRun } from '../plan-run.ts';
import { sftSources } from '../questions/sft-sources.ts';
import { openTrainingSet } from '../questions/training-set.ts';
import { describeRun } from '../run-identity.ts';
import { startModel, takeVision } from '../start-model.ts';
import { besideRecipe, type Stage } from './stage.ts';

export const sftStage: Stage<SftConfig> = {
  name: 'sft',
  load: (recipe, overrides) => loadRecipe(recipe, 'sft', SftConfigSchema, overrides),
  plan: (config, options) => planRun({ ...options, stage: 'sft', config }),
  async train({ config, recipe, dataset, runFolder, settings, backend, hooks }) {
    const kinds = [...new Set(config.sources.flatMap((source) => source.kinds))];
    const set = await openTrainingSet(dataset, kinds);
    const start = await startModel(config, besideRecipe(recipe, config.tokenizer), runFolder);
    if (config.vision !== null) await takeVision(start.model, resolve(runFolder, config.vision));
    const random = config.base === null && config.vision === null;
    const parent = random ? null : modelDigest(start.model);
    const run = describeRun(runFolder, settings, parent, backend);
    const sources = sftSources(set, config.sources, config.seed);
    return runSft({ ...start, ...hooks, config, runFolder, run, sources });
  },
};
