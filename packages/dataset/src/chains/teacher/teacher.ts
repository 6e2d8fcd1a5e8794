/** What the chain writer asks of a teacher model, wherever it runs. */
import type { ChatMessage } from '../../schema.ts';

export interface TeacherRequest {
  /** SHA-256 over all that decides the reply: model, messages, pictures, sampling. A reply is paid for once. */
  readonly digest: string;
  readonly questionId: string;
  readonly messages: readonly ChatMessage[];
  /** Encoded pictures in the order of the messages' image parts. */
  readonly images: readonly Uint8Array[];
  readonly maxTokens: number;
  readonly temperature: number;
  readonly seed: number;
}

export interface TeacherReply {
  /** Null exactly when `error` is set. */
  readonly text: string | null;
  /** "stop", "length", ... as the server names it. */
  readonly finishReason: string | null;
  /** Null when the server does not say. */
  readonly promptTokens: number | null;
  readonly completionTokens: number | null;
  readonly error: TeacherFailure | null;
}

export interface TeacherFailure {
  readonly code: string;
  readonly message: string;
}

export interface Teacher {
  readonly modelId: string;
  /** Retries by itself. A failed request is a reply with an error; only an abort throws. */
  ask(request: TeacherRequest, signal?: AbortSignal): Promise<TeacherReply>;
}
