/** `parallax train grpo`: reinforcement learning from a reward that judges sampled completions. */
import { resolve } from 'node:path';
import { ConfigError } from '@parallax/lab';
import { loadRecipe } from '@parallax/lab/node';
import { type GrpoConfig, GrpoConfigSchema, modelDigest, runGrpo } from '@parallax/trainer';
import { planRun } from '../plan-run.ts';
import { grpoTasks } from '../questions/grpo-tasks.ts';
import { openTrainingSet } from '../questions/training-set.ts';
import { describeRun } from '../run-identity.ts';
import { loadBase } from '../start-model.ts';
import type { Stage } from './stage.ts';

export const grpoStage: Stage<GrpoConfig> = {
  name: 'grpo',
  load: (recipe, overrides) => loadRecipe(recipe, 'grpo', GrpoConfigSchema, overrides),
  plan: (config, options) => planRun({ ...options, stage: 'grpo', config }),
  async train({ config, dataset, runFolder, settings, backend, hooks }) {
    if (config.base === null) {
      throw new ConfigError('base-missing', 'GRPO needs a model to start from.', {
        remedy: 'Give --base FOLDER, for example the run folder of the SFT stage.',
      });
    }
    const tasks = grpoTasks(await openTrainingSet(dataset, config.kinds), config.reward);
    const base = resolve(runFolder, config.base);
    const start = await loadBase(base);
    const reference = config.lora === null ? { reference: (await loadBase(base)).model } : {};
    const run = describeRun(runFolder, settings, modelDigest(start.model), backend);
    return runGrpo({ ...start, ...hooks, ...reference, config, runFolder, run, tasks });
  },
};
