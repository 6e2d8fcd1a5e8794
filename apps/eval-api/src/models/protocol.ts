/** Messages between the server and the process that holds the models. */
import type { ChatEvent, ChatJob, ServedModel } from './chat-models.ts';

export interface ModelSource {
  readonly id: string;
  /** Model folder or run folder. */
  readonly folder: string;
}

export type ToWorker =
  | {
      readonly type: 'load';
      readonly models: readonly ModelSource[];
      /** Rows decoded side by side. */
      readonly batchRows: number;
      /** Longest completion, whatever a request asks. */
      readonly maxTokens: number;
    }
  | { readonly type: 'job'; readonly id: number; readonly job: ChatJob }
  | { readonly type: 'cancel'; readonly id: number };

export interface Failure {
  readonly code: string;
  readonly message: string;
  readonly remedy: string | null;
  /** The request or the user's input is at fault, not the machine. */
  readonly input: boolean;
}

export type FromWorker =
  | { readonly type: 'loaded'; readonly models: readonly ServedModel[]; readonly note: string }
  | { readonly type: 'load-failed'; readonly failure: Failure }
  | { readonly type: 'warning'; readonly message: string }
  | { readonly type: 'event'; readonly id: number; readonly event: ChatEvent }
  | { readonly type: 'end'; readonly id: number }
  | { readonly type: 'failed'; readonly id: number; readonly failure: Failure };
