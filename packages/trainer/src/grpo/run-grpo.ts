/** Reinforcement learning by groups of completions (GRPO and its relatives): prompts and a reward in, checkpoints out. */
import { join } from 'node:path';
import { ConfigError } from '@parallax/lab';
import { dataOrder } from '../batching/order.ts';
import { type FinishedRun, type RunHooks, runTraining } from '../checkpoint/run-training.ts';
import type { ImageProcessorConfig } from '../images/index.ts';
import { type JsonLinesWriter, openJsonLines } from '../metrics/json-lines.ts';
import type { VisionLanguageModel } from '../model/index.ts';
import { AdamW } from '../optimizer/adamw.ts';
import { learningRateAt } from '../optimizer/schedule.ts';
import { trainableParameters } from '../optimizer/trainable.ts';
import type { GrpoConfig, Rollout, TrainingRun } from '../schema.ts';
import type { Tokenizer } from '../tokenizer/index.ts';
import { rolloutHealth } from './health.ts';
import { collectRollouts, type PromptSource, type RewardFunction, type RolloutRow } from './rollout.ts';
import { updatePolicy } from './update.ts';

export interface RunGrpoOptions extends RunHooks {
  readonly config: GrpoConfig;
  readonly runFolder: string;
  readonly run: TrainingRun;
  /** The policy: trained in place. */
  readonly model: VisionLanguageModel;
  /** The start of the policy, frozen: what the KL term is measured against. */
  readonly reference: VisionLanguageModel;
  readonly tokenizer: Tokenizer;
  readonly imageProcessor: ImageProcessorConfig;
  readonly assetsFolder: string;
  readonly prompts: PromptSource;
  readonly reward: RewardFunction;
}

/** @throws ConfigError `no-prompts`; CheckpointError, LabError as `runTraining` says. */
export async function runGrpo(options: RunGrpoOptions): Promise<FinishedRun> {
  const { config, model, tokenizer } = options;
  if (options.prompts.size === 0) {
    throw new ConfigError('no-prompts', `No question is of the kinds ${config.kinds.join(', ')}.`, {
      remedy: 'Name kinds that the data set contains.',
    });
  }
  const trainable = trainableParameters(model, false);
  const optimizer = new AdamW(trainable, config.optimizer);
  const order = dataOrder(options.prompts.size, config.seed);
  let rollouts: JsonLinesWriter<Rollout> | undefined;
  try {
    return await runTraining({
      ...options,
      optimizer,
      steps: config.steps,
      checkpointEverySteps: config.checkpointEverySteps,
      keepCheckpoints: config.keepCheckpoints,
      writers: config.writers,
      async prepare(resumedStep) {
        rollouts = await openJsonLines<Rollout>(join(options.runFolder, 'rollouts.jsonl'), resumedStep);
      },
      async step(step) {
        const startedAt = performance.now();
        const first = (step - 1) * config.promptsPerStep;
        const indices = Array.from({ length: config.promptsPerStep }, (_, i) => order(first + i));
        const rows = await collectRollouts(options, indices, step);
        const sampledAt = performance.now();
        const learningRate = learningRateAt(config.optimizer, step, config.steps);
        const updated = updatePolicy({
          config,
          model,
          reference: options.reference,
          optimizer,
          trainable,
          rows,
          learningRate,
          padTokenId: tokenizer.padTokenId,
        });
        const updatedAt = performance.now();
        await rollouts?.append(keptRollouts(rows, step, config.keepRollouts, tokenizer));
        const sampled = rows.reduce((sum, row) => sum + row.sampled.ids.length, 0);
        const trained = rows.reduce((sum, row) => sum + row.encoded.inputIds.length, sampled);
        return {
          ...rolloutHealth(rows),
          ...updated,
          learningRate,
          epoch: (step * config.promptsPerStep) / options.prompts.size,
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

/** The first rows of each group in turn, so that few kept rollouts still show several prompts. */
function keptRollouts(
  rows: readonly RolloutRow[],
  step: number,
  count: number,
  tokenizer: Tokenizer,
): Rollout[] {
  const rank = new Map<number, number>();
  const ranked = rows.map((row) => {
    const place = rank.get(row.group) ?? 0;
    rank.set(row.group, place + 1);
    return { row, place };
  });
  ranked.sort((a, b) => a.place - b.place);
  return ranked.slice(0, count).map(({ row }) => ({
    step,
    questionId: row.prompt.questionId,
    kind: row.prompt.kind,
    group: row.group,
    prompt: tokenizer.applyChatTemplate(row.prompt.messages, { addGenerationPrompt: true }),
    completion: row.sampled.text,
    reward: row.score.value,
    rewardParts: row.score.parts,
    advantage: row.advantages[0] ?? 0,
    tokens: row.sampled.ids.length,
    truncated: row.sampled.truncated,
  }));
}
