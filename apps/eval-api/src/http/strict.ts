/** What a request must be before a route sees it: JSON where there is a body, a method and parameters that the address knows. */
import type { RouteConfig } from '@hono/zod-openapi';
import { suggestName } from '@parallax/lab';
import type { Context, MiddlewareHandler } from 'hono';
import { z } from 'zod';
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

/**
 * Before a body limit: the adaptor's request is a look-alike that `new Request` refuses, and a limit makes a new one of
 * a body whose length is not told (chunks).
 */
export const plainRequest: MiddlewareHandler = async (context, next) => {
  const { raw } = context.req;
  const told = raw.headers.has('content-length') && !raw.headers.has('transfer-encoding');
  if (raw.body !== null && !told) {
    const { url, method, headers, body, signal } = raw;
    context.req.raw = new Request(url, { method, headers, body, signal, duplex: 'half' });
  }
  await next();
};

/** What is documented, of which only the routes are looked at. */
type Definition = { readonly type: string; readonly route?: RouteConfig };

/**
 * @param definitions of the OpenAPI document, whose routes name their parameters; an address that is none of them is let through
 * @throws ProblemError 400 `unknown-parameter` for one that the route does not know: a mistyped filter must not read as none
 */
export function knownParameters(definitions: () => readonly Definition[]): MiddlewareHandler {
  return async (context, next) => {
    const written = Object.keys(context.req.queries());
    if (written.length > 0) {
      const method = context.req.method === 'HEAD' ? 'get' : context.req.method.toLowerCase();
      const route = definitions().find(
        (each) =>
          each.route?.method === method &&
          patternOf(each.route.path.replaceAll(/\{(\w+)\}/g, ':$1')).test(context.req.path),
      )?.route;
      const known = route === undefined ? null : parametersOf(route);
      const unknown = known === null ? undefined : written.find((name) => !known.includes(name));
      if (known !== null && unknown !== undefined) {
        throw new ProblemError(
          ...([400, 'unknown-parameter', `"${unknown}" is not a parameter of ${route?.path}.`] as const),
          known.length === 0 ? 'Leave it out: this address takes none.' : suggestName(unknown, known),
          { param: unknown },
        );
      }
    }
    await next();
  };
}

/** Null where the schema does not list them. */
function parametersOf(route: RouteConfig): string[] | null {
  const query = route.request?.query;
  if (query === undefined) return [];
  return query instanceof z.ZodObject ? Object.keys(query.shape) : null;
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
