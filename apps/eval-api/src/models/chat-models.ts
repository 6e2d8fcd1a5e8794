/** What the chat routes ask of whatever decodes: a process with the models in production, a script in tests. */
import type { ChatMessage } from '@parallax/dataset/schema';
import type { Finish } from '@parallax/trainer';

export interface ServedModel {
  /** Name in requests. */
  readonly id: string;
  /** Longest prompt and completion together, tokens. */
  readonly contextLength: number;
  /** Seconds since 1970 at which it was loaded. */
  readonly loadedAt: number;
}

export interface ChatJob {
  readonly model: string;
  readonly messages: readonly ChatMessage[];
  /** Encoded pictures in the order of the image parts. */
  readonly images: readonly Uint8Array[];
  readonly n: number;
  /** null: as many as the context and the server allow. */
  readonly maxTokens: number | null;
  readonly temperature: number;
  readonly topP: number;
  readonly topK: number;
  readonly seed: readonly [number, number];
  readonly stop: readonly string[];
  /** Alternatives with each token; null = no log-probabilities at all. */
  readonly topLogprobs: number | null;
}

export interface TokenLogprob {
  readonly token: string;
  readonly logprob: number;
}

export interface ChatToken {
  readonly copy: number;
  /** Certain text: see `RowToken`. */
  readonly text: string;
  readonly logprob: (TokenLogprob & { readonly top: readonly TokenLogprob[] }) | null;
  readonly finish: Finish | null;
}

export type ChatEvent =
  | { readonly type: 'start'; readonly promptTokens: number }
  /** Those of one step of the batch. */
  | { readonly type: 'tokens'; readonly tokens: readonly ChatToken[] };

export interface ChatModels {
  readonly models: readonly ServedModel[];
  /** Jobs that wait or are decoded. */
  readonly load: number;
  /** Of the process that decodes. */
  readonly pid: number;
  /**
   * Ends after every completion has its `finish`. An abort ends it with the signal's reason.
   * @throws ProblemError 404 `model-not-found`, 429 `queue-full`, 400 for a prompt that does not fit, 503.
   */
  complete(job: ChatJob, signal: AbortSignal): AsyncIterable<ChatEvent>;
  /** Waits for nothing: jobs under way end with an error. */
  close(): Promise<void>;
}
