/** What a server answers until it is up: it listens before it has read the lab, so that a mistyped port shows at once. */
import { openAiError } from '../http/problem.ts';
import type { Problem } from '../schema.ts';

const RETRY_AFTER_S = '2';

/** @param waitingFor what is being done, for example "records are read into the index (datasets/orbit)" */
export function startingAnswer(request: Request, waitingFor: string): Response {
  const problem: Problem = {
    ...{ type: 'urn:parallax:problem:starting', title: 'Starting', status: 503, code: 'starting' },
    detail: `The server is starting: ${waitingFor}.`,
    remedy: `Ask again in ${RETRY_AFTER_S} seconds; the server prints its address when it is up.`,
  };
  if (new URL(request.url).pathname.startsWith('/v1/')) problem.error = openAiError(problem, null);
  return new Response(JSON.stringify(problem), {
    status: 503,
    headers: {
      'content-type': 'application/problem+json',
      'cache-control': 'no-store',
      'retry-after': RETRY_AFTER_S,
    },
  });
}
