/** What the runner asks of a model, wherever it runs. */
import type { ChatMessage } from '@parallax/dataset/schema';

export interface CompletionRequest {
  /** Sample id; for the completer's messages and scripted answers only. */
  readonly id: string;
  readonly messages: readonly ChatMessage[];
  /** Encoded PNG, JPEG or WebP, in the order of the image parts of `messages`. */
  readonly images: readonly Uint8Array[];
  readonly maxTokens: number;
  readonly temperature: number;
  readonly seed: number;
  readonly stop?: readonly string[];
}

export interface CompletionOutcome {
  /** Null exactly when `error` is set. */
  readonly text: string | null;
  /** "stop", "length", ... as the model's server names it; null when it does not say. */
  readonly finishReason: string | null;
  /** Null or absent where the model's server does not say. */
  readonly promptTokens?: number | null;
  readonly completionTokens: number | null;
  /** HTTP requests that it took; 0 for an answer kept from before, absent for a local model. */
  readonly requests?: number;
  /** Wall time of the last attempt. */
  readonly latencyMs: number;
  readonly error: CompletionError | null;
}

export interface CompletionError {
  readonly code: string;
  readonly message: string;
  /** Trying again later may help. */
  readonly retryable: boolean;
}

export interface Completer {
  readonly modelId: string;
  /** Requests per call that suit the model: 1 for a server, many for a local checkpoint. */
  readonly batchSize: number;
  /**
   * One outcome a request, in order. A failed request is an outcome with an error, never an exception;
   * only an abort, a spent budget, or a failure of the machine itself (out of memory, disk full), throws.
   */
  complete(requests: readonly CompletionRequest[], signal?: AbortSignal): Promise<CompletionOutcome[]>;
}
