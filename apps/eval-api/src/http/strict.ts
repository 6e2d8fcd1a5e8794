/** What a request must be before a route sees it: JSON where there is a body, a method that the address knows. */
import type { Context, MiddlewareHandler } from 'hono';
import { ProblemError, problemResponse } from './problem.ts';

interface Route {
  readonly method: string;
  readonly path: string;
}

const JSON_TYPE = /^application\/json\s*(;\s*charset\s*=\s*"?utf-8"?\s*)?$/i;

/** @throws ProblemError 415 for a body that is not JSON, where a body is read at all. */
export function jsonOnly(routes: () => readonly Route[]): MiddlewareHandler {
  return async (context, next) => {
    const { method } = context.req;
    const type = context.req.header('content-type');
    if (
      method === 'POST' &&
      !JSON_TYPE.test(type ?? '') &&
      methodsOf(context.req.path, routes()).has('POST')
    ) {
      throw new ProblemError(
        ...([415, 'not-json', `A body of type ${type ?? '(none)'} is not read here.`] as const),
        'Send JSON with the header "Content-Type: application/json".',
      );
    }
    await next();
  };
}

/** 405 with the methods of the address; null when it has none. */
export function methodNotAllowed(context: Context, routes: readonly Route[]): Response | null {
  const allowed = methodsOf(context.req.path, routes);
  if (allowed.size === 0 || allowed.has(context.req.method)) return null;
  if (allowed.has('GET')) allowed.add('HEAD');
  const allow = [...allowed].sort().join(', ');
  const detail = `${context.req.method} is not a method of ${context.req.path}.`;
  return problemResponse(
    context,
    { status: 405, code: 'method-not-allowed', detail, remedy: `Use ${allow}.` },
    { headers: { allow } },
  );
}

/** Methods of the routes that this address belongs to; middleware is of none. */
function methodsOf(address: string, routes: readonly Route[]): Set<string> {
  const found = new Set<string>();
  for (const { method, path } of routes) {
    if (method === 'ALL' || path.includes('*')) continue;
    if (patternOf(path).test(address)) found.add(method);
  }
  return found;
}

const patterns = new Map<string, RegExp>();

/** "/api/runs/:name" as an expression. */
function patternOf(path: string): RegExp {
  const known = patterns.get(path);
  if (known !== undefined) return known;
  const parts = path
    .split('/')
    .map((part) => (part.startsWith(':') ? '[^/]+' : part.replace(/[^\w-]/g, '\\$&')));
  const made = new RegExp(`^${parts.join('/')}$`);
  patterns.set(path, made);
  return made;
}
