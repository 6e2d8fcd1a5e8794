/** One round of sampling: prompts drawn, completions sampled, rewards given, advantages computed. */
import type { ChatMessage } from '@parallax/dataset/schema';
import type { Score } from '@parallax/rewards/schema';
import { type EncodedPrompt, encodePrompt } from '../batching/encode.ts';
import { mixSeed } from '../batching/random.ts';
import type { ImageProcessorConfig, RgbImage } from '../images/index.ts';
import type { VisionLanguageModel } from '../model/index.ts';
import { type Sampled, sample } from '../sampling/sample.ts';
import type { GrpoConfig } from '../schema.ts';
import type { Tokenizer } from '../tokenizer/index.ts';
import { computeAdvantages } from './advantage.ts';

export interface Prompt {
  readonly questionId: string;
  readonly kind: string;
  /** Ends where the assistant is to speak. */
  readonly messages: readonly ChatMessage[];
  readonly images: readonly RgbImage[];
}

/** Prompts that can be read in any order; `prompt` must give the same for the same index. */
export interface PromptSource {
  readonly size: number;
  prompt(index: number): Promise<Prompt> | Prompt;
}

/** Judges one completion of the prompt with this index. */
export type RewardFunction = (index: number, completion: string) => Promise<Score> | Score;

export interface RolloutRow {
  readonly prompt: Prompt;
  readonly encoded: EncodedPrompt;
  /** Rows of the same prompt and step share it. */
  readonly group: number;
  readonly sampled: Sampled;
  readonly score: Score;
  /** Of each sampled token; 0 where the completion is masked. */
  readonly advantages: Float64Array;
  /** False when the completion teaches nothing (truncated, under maskTruncated). */
  readonly counts: boolean;
}

export interface CollectOptions {
  readonly config: GrpoConfig;
  readonly model: VisionLanguageModel;
  readonly tokenizer: Tokenizer;
  readonly imageProcessor: ImageProcessorConfig;
  readonly prompts: PromptSource;
  readonly reward: RewardFunction;
  readonly signal?: AbortSignal;
}

/**
 * @param indices which prompts, in order.
 * @param step enters the seed, so that a prompt met again is sampled anew.
 * @returns rows group by group.
 */
export async function collectRollouts(
  options: CollectOptions,
  indices: readonly number[],
  step: number,
): Promise<RolloutRow[]> {
  const { config, tokenizer, imageProcessor } = options;
  const prompts = await Promise.all(indices.map((index) => options.prompts.prompt(index)));
  const encoded = prompts.map(({ questionId: id, messages, images }) =>
    encodePrompt(tokenizer, imageProcessor, { id, messages, images }),
  );
  const sampled = await sample(options.model, tokenizer, encoded, {
    n: config.groupSize,
    maxNewTokens: config.maxNewTokens,
    temperature: config.temperature,
    topP: config.topP,
    topK: config.topK,
    seed: mixSeed(config.seed, 0x726f6c6c, step),
    batchSize: config.sampleBatchSize,
    ...(options.signal === undefined ? {} : { signal: options.signal }),
  });
  const flat = sampled.flatMap((copies, group) => copies.map((one) => ({ group, one })));
  const scores = await Promise.all(flat.map(({ group, one }) => options.reward(indices[group]!, one.text)));
  const counts = flat.map(({ one }) => !(config.maskTruncated && one.truncated));
  const columns = Math.max(...flat.map(({ one }) => one.ids.length));
  const mask = new Uint8Array(flat.length * columns);
  flat.forEach(({ one }, row) => {
    if (counts[row]) mask.fill(1, row * columns, row * columns + one.ids.length);
  });
  const advantages = computeAdvantages(
    config.advantage,
    scores.map((score) => score.value),
    flat.map(({ group }) => group),
    { rows: flat.length, columns, mask },
  );
  return flat.map(({ group, one }, row) => ({
    prompt: prompts[group]!,
    encoded: encoded[group]!,
    group,
    sampled: one,
    score: scores[row]!,
    advantages: advantages.slice(row * columns, row * columns + one.ids.length),
    counts: counts[row]!,
  }));
}
