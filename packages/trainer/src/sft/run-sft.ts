/** Supervised fine-tuning: sources of conversations in, checkpoints and metrics out. */
import { answerWeights } from '../batching/answer-weight.ts';
import { collate } from '../batching/collate.ts';
import { type ExampleSource, exampleStream } from '../batching/example-stream.ts';
import type { FinishedRun, RunHooks } from '../checkpoint/run-training.ts';
import { runTraining } from '../checkpoint/run-training.ts';
import type { ImageProcessorConfig } from '../images/index.ts';
import { makeLearner } from '../learner/make-learner.ts';
import type { VisionLanguageModel } from '../model/index.ts';
import { makeOptimizer } from '../optimizer/make-optimizer.ts';
import { learningRateAt } from '../optimizer/schedule.ts';
import type { SftConfig, TrainingRun } from '../schema.ts';
import type { Tokenizer } from '../tokenizer/index.ts';
import { sftStep } from './sft-step.ts';

export interface RunSftOptions extends RunHooks {
  readonly config: SftConfig;
  readonly runFolder: string;
  readonly run: TrainingRun;
  /** Trained in place, or under an adapter. */
  readonly model: VisionLanguageModel;
  readonly tokenizer: Tokenizer;
  readonly imageProcessor: ImageProcessorConfig;
  readonly assetsFolder: string;
  readonly sources: readonly ExampleSource[];
  /** Called every `evaluateEverySteps` steps and after the last; its numbers join that step's metrics. */
  readonly evaluate?: (model: VisionLanguageModel, step: number) => Promise<Readonly<Record<string, number>>>;
}

/** Shapes of batches recur when lengths are rounded up: constant tables and masks are then reused. */
const LENGTH_MULTIPLE = 8;

/** @throws ConfigError, DataInvalidError, CheckpointError, LabError as `runTraining` and `exampleStream` say. */
export async function runSft(options: RunSftOptions): Promise<FinishedRun> {
  const { config, model, tokenizer, imageProcessor } = options;
  const learner = makeLearner(options);
  const { trainable } = learner;
  const optimizer = makeOptimizer(trainable, config.optimizer);
  const stream = exampleStream({
    sources: options.sources,
    strategy: config.interleave,
    seed: config.seed,
    tokenizer,
    imageProcessor,
    maxLength: config.maxLength,
  });
  const marks = { open: tokenizer.tokenId('<answer>'), close: tokenizer.tokenId('</answer>') };
  const perStep = config.batchSize * config.gradientAccumulation;
  const read = (step: number) => {
    const reading = stream.read((step - 1) * perStep, perStep);
    // The next step's examples are read ahead; if reading fails, the step that needs them reports it.
    reading.catch(() => undefined);
    return reading;
  };
  let ahead: { step: number; examples: ReturnType<typeof read> } | null = null;
  try {
    return await runTraining({
      ...options,
      learner,
      optimizer,
      async step(step) {
        const startedAt = performance.now();
        const examples = await (ahead?.step === step ? ahead.examples : read(step));
        ahead = step < config.steps ? { step: step + 1, examples: read(step + 1) } : null;
        // Micro-batches of rows of like length carry less padding; the gradient sums over all of them anyway.
        const sorted = [...examples].sort((a, b) => a.inputIds.length - b.inputIds.length);
        const batches = Array.from({ length: config.gradientAccumulation }, (_, i) =>
          collate(sorted.slice(i * config.batchSize, (i + 1) * config.batchSize), {
            padTokenId: tokenizer.padTokenId,
            lengthMultiple: LENGTH_MULTIPLE,
          }),
        );
        const dataMs = performance.now() - startedAt;
        const learningRate = learningRateAt(config.optimizer, step, config.steps);
        const { loss, gradNorm, labelledTokens } = sftStep({
          model,
          optimizer,
          trainable,
          batches,
          learningRate,
          weigh: (targets, batch) => answerWeights(targets, batch, marks, config.answerWeight),
        });
        const tokens = examples.reduce((sum, example) => sum + example.inputIds.length, 0);
        const seconds = (performance.now() - startedAt) / 1000;
        const evaluated =
          step % config.evaluateEverySteps === 0 || step === config.steps
            ? await options.evaluate?.(model, step)
            : undefined;
        return {
          loss,
          learningRate,
          gradNorm,
          epoch: (step * perStep) / stream.epochLength,
          tokensPerSecond: tokens / seconds,
          labelledTokens,
          dataMs,
          ...evaluated,
        };
      },
    });
  } finally {
    optimizer.dispose();
  }
}
