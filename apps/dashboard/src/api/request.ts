/** One request to the API. Answers are checked against the server's own schemas before a screen sees them. */
import { type Problem, ProblemSchema } from '@parallax/eval-api/schema';
import type { z } from 'zod';

/** An answer that is an error: what went wrong, and what to do. */
export class ApiError extends Error {
  readonly problem: Problem;

  constructor(problem: Problem) {
    super(problem.detail);
    this.name = 'ApiError';
    this.problem = problem;
  }
}

/** No answer at all: `fetch` says so with a TypeError whose words differ by browser. */
export function isUnreachable(error: Error | null): boolean {
  return error instanceof TypeError;
}

export type Query = Readonly<Record<string, string | number | undefined>>;

/** @throws ApiError for a problem document; ZodError for an answer of another version of the server. */
export async function request<S extends z.ZodType>(
  schema: S,
  path: string,
  query: Query = {},
  signal?: AbortSignal,
): Promise<z.infer<S>> {
  const response = await fetch(`${path}${searchOf(query)}`, signal === undefined ? {} : { signal });
  if (!response.ok) throw new ApiError(await problemOf(response));
  return schema.parse(await response.json());
}

/** "?a=1&b=2", or nothing; undefined values are left out. */
export function searchOf(query: Query): string {
  const search = new URLSearchParams();
  for (const [key, value] of Object.entries(query)) if (value !== undefined) search.set(key, String(value));
  return search.size === 0 ? '' : `?${search}`;
}

async function problemOf(response: Response): Promise<Problem> {
  const parsed = ProblemSchema.safeParse(await response.json().catch(() => null));
  if (parsed.success) return parsed.data;
  const { status, statusText } = response;
  return {
    ...{ type: 'about:blank', title: statusText, status, code: 'no-problem-document' },
    detail: `The server answered ${status} without saying why.`,
  };
}
