/**
 * Samples completions: each prompt is read once for all its completions, then one token a step for every row.
 * A row's random numbers depend on (seed, prompt, copy, position) only; the same call gives the same bytes.
 */
import { collatePrompts } from '../batching/collate.ts';
import type { EncodedPrompt } from '../batching/encode.ts';
import { uniformAt } from '../batching/random.ts';
import { compactCache } from '../decoder/compact-cache.ts';
import type { VisionLanguageModel } from '../model/index.ts';
import type { Tokenizer } from '../tokenizer/index.ts';
import { chooseToken } from './choose-token.ts';

/** What sampling needs of a tokenizer. */
export type SamplingTokenizer = Pick<Tokenizer, 'padTokenId' | 'eosTokenIds' | 'decode'>;

export interface SampleOptions {
  /** Completions of each prompt; default 1. */
  readonly n?: number;
  readonly maxNewTokens: number;
  /** 0 = greedy; default 1. */
  readonly temperature?: number;
  /** Default 1: no nucleus. */
  readonly topP?: number;
  /** Default 0: no limit. */
  readonly topK?: number;
  readonly seed?: number;
  /** A completion also ends where one of these occurs in its text; the text is cut before it, the ids are not. */
  readonly stop?: readonly string[];
  /** Rows decoded side by side; default 128. */
  readonly batchSize?: number;
  readonly signal?: AbortSignal;
  /** Called for each new token, in order of the steps. */
  readonly onToken?: (prompt: number, copy: number, token: number, logprob: number) => void;
}

export interface Sampled {
  /** Sampled ids, the closing token included when there is one. */
  readonly ids: readonly number[];
  /** Without special tokens. */
  readonly text: string;
  /** log p of each id as it was sampled, at the sampling temperature: see `ChosenToken`. */
  readonly logprobs: readonly number[];
  /** True when maxNewTokens came before an end. */
  readonly truncated: boolean;
}

/** @returns one list of `n` completions for each prompt. */
export async function sample(
  model: VisionLanguageModel,
  tokenizer: SamplingTokenizer,
  prompts: readonly EncodedPrompt[],
  options: SampleOptions,
): Promise<Sampled[][]> {
  const n = options.n ?? 1;
  const together = Math.max(1, Math.floor((options.batchSize ?? 128) / n));
  const result: Sampled[][] = [];
  for (let first = 0; first < prompts.length; first += together) {
    const part = prompts.slice(first, first + together);
    const rows = await sampleBatch(model, tokenizer, part, first, n, options);
    part.forEach((_, i) => void result.push(rows.slice(i * n, (i + 1) * n)));
  }
  return result;
}

interface Row {
  readonly ids: number[];
  readonly logprobs: number[];
  text: string | null;
  done: boolean;
}

async function sampleBatch(
  model: VisionLanguageModel,
  tokenizer: SamplingTokenizer,
  prompts: readonly EncodedPrompt[],
  firstPrompt: number,
  n: number,
  options: SampleOptions,
): Promise<Sampled[]> {
  const { temperature = 1, topP = 1, topK = 0, seed = 0, stop = [] } = options;
  const rows = Array.from({ length: prompts.length * n }, (): Row => {
    return { ids: [], logprobs: [], text: null, done: false };
  });
  // A placeholder among the sampled ids would ask for an image that does not exist.
  const { imageTokenId, videoTokenId } = model.config;
  const forbidden = [imageTokenId, videoTokenId].filter((id) => id >= 0 && id < model.config.vocabSize);
  const batch = collatePrompts(prompts, { padTokenId: tokenizer.padTokenId });
  const prefilled = model.prefill(batch, n);
  const { cache } = prefilled;
  try {
    let logits = await readLogits(prefilled.logits_BV);
    const vocabulary = logits.length / prompts.length;
    // Which row each row of the cache decodes; rows that are done leave it now and then.
    let order = Int32Array.from(rows.keys());
    for (let position = 0; position < options.maxNewTokens; position++) {
      options.signal?.throwIfAborted();
      let next = new Int32Array(order.length).fill(tokenizer.padTokenId);
      for (const [line, index] of order.entries()) {
        const row = rows[index]!;
        if (row.done) continue;
        const prompt = firstPrompt + Math.floor(index / n);
        // Prefill gives one row of logits a prompt, decoding one a completion.
        const offset = (position === 0 ? Math.floor(index / n) : line) * vocabulary;
        const u = uniformAt(seed, prompt, index % n, position);
        const chosen = chooseToken(logits, offset, vocabulary, { temperature, topP, topK, forbidden }, u);
        next[line] = chosen.token;
        row.ids.push(chosen.token);
        row.logprobs.push(chosen.logprob);
        options.onToken?.(prompt, index % n, chosen.token, chosen.logprob);
        finishRow(row, tokenizer, stop);
      }
      if (rows.every((row) => row.done) || position + 1 === options.maxNewTokens) break;
      const done = Array.from(order, (index) => rows[index]!.done);
      const kept = compactCache(cache, done);
      if (kept !== null) {
        order = kept.map((line) => order[line]!);
        next = kept.map((line) => next[line]!);
      }
      logits = await readLogits(model.decode(cache, next).logits_BV);
    }
  } finally {
    cache.dispose();
  }
  return rows.map((row) => ({
    ids: row.ids,
    text: row.text ?? tokenizer.decode(row.ids, { skipSpecial: true }),
    logprobs: row.logprobs,
    truncated: !row.done,
  }));
}

function finishRow(row: Row, tokenizer: SamplingTokenizer, stop: readonly string[]): void {
  if (tokenizer.eosTokenIds.includes(row.ids.at(-1)!)) row.done = true;
  if (stop.length === 0) return;
  const text = tokenizer.decode(row.ids, { skipSpecial: true });
  const cuts = stop.map((word) => text.indexOf(word)).filter((at) => at >= 0);
  if (cuts.length === 0) return;
  row.text = text.slice(0, Math.min(...cuts));
  row.done = true;
}

/** Copies the numbers out and frees the tensor; a server's other work gets its turn meanwhile. */
async function readLogits(logits: { data(): Promise<unknown>; dispose(): void }): Promise<Float32Array> {
  const values = (await logits.data()) as Float32Array; // logits are float32
  logits.dispose();
  return values;
}
