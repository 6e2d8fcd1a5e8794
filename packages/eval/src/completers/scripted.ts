/** A completer that answers from a function: the blind baseline, replays of stored completions, tests. */
import type { Completer, CompletionRequest } from './completer.ts';

export function scriptedCompleter(
  answer: (request: CompletionRequest) => string | Promise<string>,
  options: { readonly modelId?: string; readonly batchSize?: number } = {},
): Completer {
  return {
    modelId: options.modelId ?? 'scripted',
    batchSize: options.batchSize ?? 1,
    complete: async (requests, signal) => {
      signal?.throwIfAborted();
      return Promise.all(
        requests.map(async (request) => {
          const text = await answer(request);
          return { text, finishReason: 'stop', completionTokens: null, latencyMs: 0, error: null };
        }),
      );
    },
  };
}
