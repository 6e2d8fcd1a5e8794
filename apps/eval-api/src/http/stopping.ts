/** A server that stops finishes what it has begun and sends everybody else to the next one. */
import type { MiddlewareHandler } from 'hono';
import { ProblemError } from './problem.ts';

const RETRY_AFTER_S = '5';

export function refuseWhen(stopping: AbortSignal): MiddlewareHandler {
  return async (_context, next) => {
    if (stopping.aborted) {
      throw new ProblemError(
        ...([503, 'stopping', 'The server is stopping and takes no new requests.'] as const),
        'Ask again when it has started anew, or ask another server.',
        // Whoever comes again over this connection would come to the same server.
        { headers: { 'retry-after': RETRY_AFTER_S, connection: 'close' } },
      );
    }
    await next();
  };
}
