/**
 * Samples completions of many prompts with the same settings.
 * A row's random numbers depend on (seed, prompt, copy, position) only; the same call gives the same bytes.
 */
import type { EncodedPrompt } from '../batching/encode.ts';
import type { VisionLanguageModel } from '../model/index.ts';
import { decodeRows, type RowRequest, type SamplingTokenizer } from './decode-rows.ts';

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
  const { n = 1, batchSize = 128, temperature = 1, topP = 1, topK = 0, seed = 0, stop = [] } = options;
  const { maxNewTokens, signal, onToken } = options;
  const together = Math.max(1, Math.floor(batchSize / n));
  const result: Sampled[][] = [];
  for (let first = 0; first < prompts.length; first += together) {
    const requests = prompts.slice(first, first + together).map((prompt, i): RowRequest => {
      const index = first + i;
      return {
        ...{ prompt, n, maxNewTokens, temperature, topP, topK, stop, seed: [seed, index] },
        ...(onToken && { onToken: ({ copy, id, logprob }) => onToken(index, copy, id, logprob) }),
      };
    });
    const groups = await decodeRows(model, tokenizer, requests, { signal });
    for (const group of groups) {
      result.push(
        group.map(({ ids, text, logprobs, finish }) => ({
          ids,
          text,
          logprobs,
          truncated: finish !== 'stop',
        })),
      );
    }
  }
  return result;
}
