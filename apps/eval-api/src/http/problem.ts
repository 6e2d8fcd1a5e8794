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
  /** Field of the request that is at fault. */
  readonly param: string | undefined;
  readonly headers: Readonly<Record<string, string>>;

  constructor(
    status: ContentfulStatusCode,
    code: string,
    detail: string,
    remedy?: string,
    more: { readonly param?: string; readonly headers?: Readonly<Record<string, string>> } = {},
  ) {
    super(detail);
    this.status = status;
    this.code = code;
    this.remedy = remedy;
    this.param = more.param;
    this.headers = more.headers ?? {};
  }
}

/**
 * @param list address at which those that exist can be read
 * @throws ProblemError 404 `not-found` when the value is null
 */
export function requireFound<T>(value: T | null | undefined, what: string, list: string): T {
  if (value !== null && value !== undefined) return value;
  throw new ProblemError(404, 'not-found', `There is no ${what}.`, `GET ${list} tells those there are.`);
}

interface ProblemMore {
  readonly headers?: Readonly<Record<string, string>>;
  readonly param?: string | undefined;
}

export function problemResponse(
  context: Context,
  problem: Omit<Problem, 'type' | 'title'>,
  { headers = {}, param }: ProblemMore = {},
): Response {
  const { status, code } = problem;
  const body: Problem = { type: `urn:parallax:problem:${code}`, title: titleOf(code), ...problem };
  // Clients of chat servers look for this member; to a reader of problem documents it is an extension.
  if (context.req.path.startsWith('/v1/')) body.error = openAiError(problem, param ?? null);
  // Typed as the statuses that may carry a body; ours all do.
  return context.body(JSON.stringify(body), status as ContentfulStatusCode, {
    'content-type': 'application/problem+json',
    'cache-control': 'no-store',
    ...(status === 503 ? { 'retry-after': '2' } : {}),
    ...headers,
  });
}

/** For `app.onError`. Unexpected errors are logged and answered without their message. */
export function errorResponse(context: Context, error: unknown, log: (line: string) => void): Response {
  if (error instanceof ProblemError) {
    const { status, code, message, remedy } = error;
    return problemResponse(context, { status, code, detail: message, ...withRemedy(remedy) }, error);
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
    return problemResponse(context, {
      ...{ status, code },
      detail: message || 'The request cannot be answered.',
      remedy: 'Send what /docs describes for this address.',
    });
  }
  log(`error: ${context.req.method} ${context.req.path}: ${(error as Error)?.stack ?? String(error)}`);
  return problemResponse(context, {
    ...{ status: 500, code: 'unexpected' },
    detail: 'Something went wrong on the server; its log says what.',
    remedy: 'Read what `parallax serve` printed; a second try may answer.',
  });
}

/** For a request whose parameters do not fit the route's schema. */
export function invalidRequest(context: Context, target: string, error: z.ZodError): Response {
  const inBody = target === 'json';
  const errors = error.issues.map((issue) => ({
    path: [target, ...issue.path].map(String).join('.'),
    message: issue.message,
  }));
  const detail = errors.map(({ path, message }) => `${path}: ${message}`).join('; ');
  // A body that is JSON of another shape; chat clients expect 400 for it.
  const status = inBody && !context.req.path.startsWith('/v1/chat/') ? 422 : 400;
  const param = error.issues[0]?.path.map(String).join('.');
  const remedy = `Send ${inBody ? 'a body of the shape' : 'values of the form'} that /docs describes for this address.`;
  return problemResponse(context, { status, code: 'invalid-request', detail, remedy, errors }, { param });
}

const OPENAI_TYPES: Readonly<Record<number, string>> = {
  401: 'authentication_error',
  403: 'permission_error',
  429: 'rate_limit_error',
};

/** The error object of chat-completions servers. */
export function openAiError(
  { status, code, detail, remedy }: Pick<Problem, 'status' | 'code' | 'detail' | 'remedy'>,
  param: string | null,
): NonNullable<Problem['error']> {
  const type = OPENAI_TYPES[status] ?? (status >= 500 ? 'server_error' : 'invalid_request_error');
  const message = remedy === undefined ? detail : `${detail} ${remedy}`;
  return { message, type, param, code: code.replaceAll('-', '_') };
}

function withRemedy(remedy: string | undefined): { remedy?: string } {
  return remedy === undefined ? {} : { remedy };
}

function titleOf(code: string): string {
  const words = code.replaceAll('-', ' ');
  return words.charAt(0).toUpperCase() + words.slice(1);
}
