/** A chat-completions server as a teacher of chains. */
import type { Budget, Teacher } from '@parallax/dataset';
import { openAiCompleter } from '@parallax/eval';
import { ConfigError } from '@parallax/lab';

export interface ServedTeacherOptions {
  readonly endpoint: string;
  readonly model: string;
  /** Name of the environment variable that holds the key; a key itself is never an argument. */
  readonly keyVariable: string;
  readonly budget: Budget;
  readonly timeoutMs: number;
  readonly retries: number;
  /** First pause between tries. */
  readonly backoffMs?: number;
}

/**
 * Time-outs, 429 and 5xx are tried again, with growing pauses; each try counts against the budget.
 * @throws ConfigError `bad-url`, `bad-key` for a key that no header can carry.
 */
export function servedTeacher(options: ServedTeacherOptions): Teacher {
  const key = process.env[options.keyVariable];
  if (key !== undefined && !/^[\x21-\x7e]+$/.test(key)) {
    throw new ConfigError('bad-key', `$${options.keyVariable} holds spaces, line breaks or no ASCII.`, {
      remedy: 'Export the key alone, without quotes or a line break.',
    });
  }
  const completer = openAiCompleter({
    baseUrl: options.endpoint,
    model: options.model,
    ...(key === undefined ? {} : { apiKey: key }),
    timeoutMs: options.timeoutMs,
    retries: options.retries,
    ...(options.backoffMs === undefined ? {} : { backoffMs: options.backoffMs }),
    onAttempt: () => options.budget.takeRequest(),
  });
  return {
    modelId: options.model,
    ask: async ({ questionId, messages, images, maxTokens, temperature, seed }, signal) => {
      const request = { id: questionId, messages, images, maxTokens, temperature, seed };
      const [outcome] = await completer.complete([request], signal);
      const { text, finishReason, promptTokens = null, completionTokens, error } = outcome!;
      return { text, finishReason, promptTokens, completionTokens, error };
    },
  };
}
