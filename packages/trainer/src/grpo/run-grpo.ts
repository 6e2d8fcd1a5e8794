/** Reinforcement learning by groups of completions (GRPO and its relatives): prompts and a reward in, checkpoints out. */
import { join } from 'node:path';
import { ConfigError } from '@parallax/lab';
import { type FinishedRun, type RunHooks, runTraining } from '../checkpoint/run-training.ts';
import { findEnvironment } from '../environments/registry.ts';
import type { ImageProcessorConfig } from '../images/index.ts';
import { makeLearner } from '../learner/make-learner.ts';
import { type JsonLinesWriter, openJsonLines } from '../metrics/json-lines.ts';
import type { VisionLanguageModel } from '../model/index.ts';
import { makeOptimizer } from '../optimizer/make-optimizer.ts';
import { learningRateAt } from '../optimizer/schedule.ts';
import type { Policy } from '../sampling/token-logprobs.ts';
import type { GrpoConfig, Rollout, TrainingRun } from '../schema.ts';
import type { Tokenizer } from '../tokenizer/index.ts';
import { collectRollouts, type TaskSource } from './rollouts/collect-rollouts.ts';
import { rolloutHealth } from './rollouts/health.ts';
import { keptRollouts } from './rollouts/kept-rollouts.ts';
import { checkOverlong } from './rollouts/overlong.ts';
import { questionOrder } from './rollouts/question-order.ts';
import { modelSampler } from './rollouts/sampler.ts';
import { updatePolicy } from './update.ts';

export interface RunGrpoOptions extends RunHooks {
  readonly config: GrpoConfig;
  readonly runFolder: string;
  readonly run: TrainingRun;
  /** The policy: trained in place, or under an adapter. */
  readonly model: VisionLanguageModel;
  /**
   * The start of the policy, frozen: what the KL term is measured against. Not asked for under an adapter, where it is
   * the policy with its adapter off.
   */
  readonly reference?: Policy;
  readonly tokenizer: Tokenizer;
  readonly imageProcessor: ImageProcessorConfig;
  readonly assetsFolder: string;
  readonly tasks: TaskSource;
}

/** @throws ConfigError `no-prompts`, `unknown-environment`, `bad-overlong`; DataInvalidError `question-unfit`; CheckpointError, LabError as `runTraining` says. */
export async function runGrpo(options: RunGrpoOptions): Promise<FinishedRun> {
  const { config, model, tokenizer } = options;
  if (options.tasks.size === 0) {
    throw new ConfigError('no-prompts', `No question is of the kinds ${config.kinds.join(', ')}.`, {
      remedy: 'Name kinds that the data set contains.',
    });
  }
  checkOverlong(config);
  const environment = findEnvironment(config.environment);
  const learner = makeLearner(options);
  const reference = learner.reference ?? options.reference;
  if (reference === undefined) throw new Error('a whole model is trained against a reference of its own');
  const { trainable } = learner;
  const optimizer = makeOptimizer(trainable, config.optimizer);
  const collecting = {
    ...options,
    environment,
    sampler: modelSampler(model, tokenizer),
    order: questionOrder(options.tasks.size, config.promptsPerStep, config.seed),
  };
  let rollouts: JsonLinesWriter<Rollout> | undefined;
  try {
    return await runTraining({
      ...options,
      learner,
      optimizer,
      async prepare(resumedStep) {
        rollouts = await openJsonLines<Rollout>(join(options.runFolder, 'rollouts.jsonl'), resumedStep);
      },
      async step(step) {
        const startedAt = performance.now();
        const { rows, dropped, rounds } = await collectRollouts(collecting, step);
        const all = [...rows, ...dropped];
        const sampledAt = performance.now();
        const learningRate = learningRateAt(config.optimizer, step, config.steps);
        const updated = updatePolicy({
          config,
          model,
          reference,
          optimizer,
          trainable,
          rows,
          learningRate,
          padTokenId: tokenizer.padTokenId,
        });
        const updatedAt = performance.now();
        await rollouts?.append(keptRollouts(rows, step, config.keepRollouts, tokenizer));
        const sampled = all.reduce((sum, row) => sum + row.sampled.ids.length, 0);
        const trained = rows.reduce((sum, row) => sum + row.encoded.inputIds.length, 0);
        return {
          ...rolloutHealth(all),
          samplingRounds: rounds,
          keptGroups: rows.length / all.length,
          ...updated,
          learningRate,
          epoch: (step * config.promptsPerStep) / options.tasks.size,
          rolloutMs: Math.round(sampledAt - startedAt),
          updateMs: Math.round(updatedAt - sampledAt),
          rolloutTokensPerSecond: (1000 * sampled) / (sampledAt - startedAt),
          updateTokensPerSecond: (1000 * trained) / (updatedAt - sampledAt),
          tokensPerSecond: (1000 * trained) / (updatedAt - startedAt),
        };
      },
    });
  } finally {
    optimizer.dispose();
  }
}
