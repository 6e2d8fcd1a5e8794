/**
 * Without tokens the server trusts whoever can reach the loopback address. A web page elsewhere could reach it
 * through the user's browser under a name of its own (DNS rebinding), so the Host must be a loopback name, and a
 * request that changes something must not come from another page.
 */
import { ConfigError } from '@parallax/lab';
import type { MiddlewareHandler } from 'hono';
import { ProblemError } from '../http/problem.ts';

const LOOPBACK = /^(localhost|127(\.\d{1,3}){3}|\[::1\]|::1)$/;

export function isLoopback(host: string): boolean {
  return LOOPBACK.test(host);
}

export function localOnly(): MiddlewareHandler {
  return async (context, next) => {
    const host = new URL(context.req.url).hostname;
    if (!isLoopback(host)) {
      throw new ProblemError(
        403,
        'wrong-host',
        `This server answers on loopback names only, not on "${host}".`,
        'Ask 127.0.0.1 or localhost, or start the server with --host and --token-file.',
      );
    }
    const site = context.req.header('sec-fetch-site');
    if (context.req.method !== 'GET' && context.req.method !== 'HEAD' && site === 'cross-site') {
      throw new ProblemError(
        403,
        'cross-site',
        'Requests from other web pages are refused.',
        'Ask from the dashboard itself, or from a program.',
      );
    }
    await next();
  };
}

/** @throws ConfigError `tokens-required` when the host can be reached from elsewhere and there are no tokens. */
export function requireSafeHost(host: string, hasTokens: boolean): void {
  if (hasTokens || isLoopback(host)) return;
  throw new ConfigError('tokens-required', `Refusing to listen on ${host} without tokens.`, {
    remedy:
      'Add `--token-file FILE` (make a token first: `parallax serve --token-file FILE --add-token NAME`), or listen on 127.0.0.1.',
  });
}
