/**
 * The decoding loop: prompts are read once for all their completions, then one token a step for every row. Requests
 * that share a batch keep settings of their own; a row's random numbers depend on its request's `seed` words, its copy
 * and its position only, so that a request gives the same text whatever is decoded beside it.
 */
import { collatePrompts } from '../batching/collate.ts';
import type { EncodedPrompt } from '../batching/encode.ts';
import { uniformAt } from '../batching/random.ts';
import type { VisionLanguageModel } from '../model/index.ts';
import type { Tokenizer } from '../tokenizer/index.ts';
import { chooseToken } from './choose-token.ts';
import { type RankedToken, rankTokens } from './rank-tokens.ts';
import { RowMasses } from './row-masses.ts';
import { StopText } from './stop-text.ts';

/** What sampling needs of a tokenizer. */
export type SamplingTokenizer = Pick<Tokenizer, 'padTokenId' | 'eosTokenIds' | 'decode'>;

export interface RowRequest {
  readonly prompt: EncodedPrompt;
  /** Completions of the prompt. */
  readonly n: number;
  readonly maxNewTokens: number;
  /** 0 = the most likely token; the reported logprobs are then those of temperature 1. */
  readonly temperature: number;
  /** As in `ChooseOptions`. */
  readonly topP: number;
  readonly topK: number;
  /** Integers that decide the draws, with copy and position. */
  readonly seed: readonly number[];
  /** A completion also ends where one of these occurs in its text; the text is cut before it, the ids are not. */
  readonly stop: readonly string[];
  /** Alternatives to report with each token: 0 = only the token itself; absent = nothing is measured. */
  readonly topLogprobs?: number;
  /** Aborted: the request's rows end where they are; the others go on. */
  readonly signal?: AbortSignal;
  /** Called for each new token, in order of the steps. */
  readonly onToken?: (token: RowToken) => void;
  /** Asks for the text of each token in `onToken`; it is worked out anyway where there are stop strings. */
  readonly wantsText?: boolean;
}

export interface RowToken {
  readonly copy: number;
  readonly id: number;
  /** At the sampling temperature: see `ChosenToken`. */
  readonly logprob: number;
  /** With `topLogprobs`: log p under softmax(logits) of the token and of the most likely ones. */
  readonly ranked: RankedToken | null;
  /** Text that is certain by now and was not given before; held back while a stop string may be forming. */
  readonly text: string;
  /** Set on a completion's last token, when all its text has been given. */
  readonly finish: Finish | null;
}

export type Finish = 'stop' | 'length';

export interface DecodedRow {
  /** Sampled ids, the closing token included when there is one. */
  readonly ids: readonly number[];
  /** Without special tokens. */
  readonly text: string;
  readonly logprobs: readonly number[];
  /** null for a request that was aborted. */
  readonly finish: Finish | null;
}

export interface DecodeRowsOptions {
  /** Throws out of the whole batch when aborted. */
  readonly signal?: AbortSignal | undefined;
  /** Awaited between steps: lets a server read its messages. */
  readonly between?: () => Promise<void>;
}

interface Row {
  readonly request: RowRequest;
  readonly copy: number;
  readonly ids: number[];
  readonly logprobs: number[];
  readonly stopText: StopText | null;
  finish: Finish | null;
  done: boolean;
}

/** @returns the completions of each request, in order. */
export async function decodeRows(
  model: VisionLanguageModel,
  tokenizer: SamplingTokenizer,
  requests: readonly RowRequest[],
  options: DecodeRowsOptions = {},
): Promise<DecodedRow[][]> {
  // Rows of a cache are a rectangle: what a request asks less than the most is done from the start.
  const copies = Math.max(...requests.map(({ n }) => n));
  const rows = requests.flatMap((request) =>
    Array.from({ length: copies }, (_, i) => newRow(request, i, tokenizer)),
  );
  // A placeholder among the sampled ids would ask for an image that does not exist.
  const { imageTokenId, videoTokenId } = model.config;
  const forbidden = [imageTokenId, videoTokenId].filter((id) => id >= 0 && id < model.config.vocabSize);
  const batch = collatePrompts(
    requests.map(({ prompt }) => prompt),
    { padTokenId: tokenizer.padTokenId },
  );
  const { cache, logits_BV } = model.prefill(batch, copies);
  try {
    let logits = logits_BV.dataSync() as Float32Array; // logits are float32
    logits_BV.dispose();
    // Prefill gives one row of logits a prompt, decoding one a completion.
    let inverses = Float32Array.from(requests, inverseTemperature);
    const masses = new RowMasses();
    // Which row each row of the cache decodes; rows that are done leave it now and then.
    let order = Int32Array.from(rows.keys());
    for (let position = 0; ; position++) {
      await options.between?.();
      options.signal?.throwIfAborted();
      masses.measure(logits, inverses, forbidden);
      let next = new Int32Array(order.length).fill(tokenizer.padTokenId);
      for (const [line, index] of order.entries()) {
        const row = rows[index]!;
        if (row.request.signal?.aborted === true) row.done = true;
        if (row.done) continue;
        next[line] = takeToken(row, masses, position === 0 ? Math.floor(index / copies) : line, tokenizer);
      }
      if (rows.every((row) => row.done)) break;
      const kept = cache.compact(Array.from(order, (index) => rows[index]!.done));
      if (kept !== null) {
        order = kept.map((line) => order[line]!);
        next = kept.map((line) => next[line]!);
      }
      if (position === 0 || kept !== null)
        inverses = Float32Array.from(order, (index) => inverseTemperature(rows[index]!.request));
      logits = cache.step(next);
    }
  } finally {
    cache.dispose();
  }
  return requests.map((request, i) =>
    rows.slice(i * copies, i * copies + request.n).map(({ ids, logprobs, stopText, finish }) => ({
      ...{ ids, logprobs, finish },
      text: stopText?.text ?? tokenizer.decode(ids, { skipSpecial: true }),
    })),
  );
}

function newRow(request: RowRequest, copy: number, tokenizer: SamplingTokenizer): Row {
  const needsText = request.wantsText === true || request.stop.length > 0;
  return {
    ...{
      request,
      copy,
      ids: [],
      logprobs: [],
      finish: null,
      done: copy >= request.n || request.maxNewTokens < 1,
    },
    stopText: needsText ? new StopText(tokenizer, request.stop) : null,
  };
}

function inverseTemperature({ temperature }: RowRequest): number {
  return temperature > 0 ? 1 / temperature : 1;
}

/** @param line the row's place among those that were measured */
function takeToken(row: Row, masses: RowMasses, line: number, tokenizer: SamplingTokenizer): number {
  const { request, copy, stopText } = row;
  const { temperature, topP, topK, topLogprobs } = request;
  const greedy = temperature === 0;
  const u = greedy ? 0 : uniformAt(...request.seed, copy, row.ids.length);
  const { token, logprob } = chooseToken(masses, line, { greedy, topP, topK }, u);
  row.ids.push(token);
  row.logprobs.push(logprob);
  let text = stopText?.push(token) ?? '';
  if (tokenizer.eosTokenIds.includes(token) || stopText?.stopped === true) row.finish = 'stop';
  else if (row.ids.length >= request.maxNewTokens) row.finish = 'length';
  row.done = row.finish !== null;
  if (row.done) text += stopText?.end() ?? '';
  if (request.onToken !== undefined) {
    const ranked =
      topLogprobs === undefined
        ? null
        : rankTokens(masses.logits, line * masses.vocabulary, masses.vocabulary, token, topLogprobs);
    request.onToken({ copy, id: token, logprob, ranked, text, finish: row.finish });
  }
  return token;
}
