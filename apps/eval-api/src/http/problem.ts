/** Every error as an RFC 9457 problem document; nothing of a stack or a path outside the lab goes out. */
import { LabError } from '@parallax/lab';
import type { Context } from 'hono';
import { HTTPException } from 'hono/http-exception';
import type { ContentfulStatusCode } from 'hono/utils/http-status';
import type { z } from 'zod';
import type { Problem } from '../schema.ts';

/** An answer other than success that a route decides on. */
export class ProblemError extends Error {
  readonly status: ContentfulStatusCode;
  readonly code: string;
  readonly remedy: string | undefined;

  constructor(status: ContentfulStatusCode, code: string, detail: string, remedy?: string) {
    super(detail);
    this.status = status;
    this.code = code;
    this.remedy = remedy;
  }
}

/** @throws ProblemError 404 `not-found` when the value is null. */
export function requireFound<T>(value: T | null | undefined, what: string): T {
  if (value !== null && value !== undefined) return value;
  throw new ProblemError(404, 'not-found', `There is no ${what}.`);
}

export function problemResponse(context: Context, problem: Omit<Problem, 'type' | 'title'>): Response {
  const { status, code } = problem;
  const body: Problem = { type: `urn:parallax:problem:${code}`, title: titleOf(code), ...problem };
  // Typed as the statuses that may carry a body; ours all do.
  return context.body(JSON.stringify(body), status as ContentfulStatusCode, {
    'content-type': 'application/problem+json',
    'cache-control': 'no-store',
    ...(status === 503 ? { 'retry-after': '2' } : {}),
  });
}

/** For `app.onError`. Unexpected errors are logged and answered without their message. */
export function errorResponse(context: Context, error: unknown, log: (line: string) => void): Response {
  if (error instanceof ProblemError) {
    const { status, code, message, remedy } = error;
    return problemResponse(context, { status, code, detail: message, ...withRemedy(remedy) });
  }
  if (error instanceof LabError) {
    const { code, message, remedy } = error;
    const status = code === 'database-locked' ? 503 : code === 'outside-lab' ? 403 : 500;
    if (status === 500) log(`error: ${context.req.method} ${context.req.path}: ${message}`);
    return problemResponse(context, { status, code, detail: message, ...withRemedy(remedy) });
  }
  if (error instanceof HTTPException) {
    const { status, message } = error;
    const code = status === 413 ? 'body-too-large' : 'bad-request';
    return problemResponse(context, { status, code, detail: message || 'The request cannot be answered.' });
  }
  log(`error: ${context.req.method} ${context.req.path}: ${(error as Error)?.stack ?? String(error)}`);
  return problemResponse(context, {
    ...{ status: 500, code: 'unexpected' },
    detail: 'Something went wrong on the server; its log says what.',
  });
}

/** For a request whose parameters do not fit the route's schema. */
export function invalidRequest(context: Context, target: string, error: z.ZodError): Response {
  const errors = error.issues.map((issue) => ({
    path: [target, ...issue.path].map(String).join('.'),
    message: issue.message,
  }));
  const detail = errors.map(({ path, message }) => `${path}: ${message}`).join('; ');
  return problemResponse(context, { status: 400, code: 'invalid-request', detail, errors });
}

function withRemedy(remedy: string | undefined): { remedy?: string } {
  return remedy === undefined ? {} : { remedy };
}

function titleOf(code: string): string {
  const words = code.replaceAll('-', ' ');
  return words.charAt(0).toUpperCase() + words.slice(1);
}
