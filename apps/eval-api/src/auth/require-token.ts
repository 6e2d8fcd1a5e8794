/** Bearer tokens for everything under /api, /metrics and /v1; reading needs `read`, anything else `submit`. */
import type { MiddlewareHandler } from 'hono';
import { ProblemError } from '../http/problem.ts';
import { allows, identify, type TokenFile } from './token-file.ts';

export function requireToken(tokens: TokenFile): MiddlewareHandler {
  return async (context, next) => {
    const token = /^Bearer +(\S+)$/i.exec(context.req.header('authorization') ?? '')?.[1];
    const identity = token === undefined ? null : identify(tokens, token);
    if (identity === null) {
      context.header('www-authenticate', 'Bearer realm="parallax"');
      throw new ProblemError(
        401,
        'token-required',
        token === undefined ? 'This server asks for a bearer token.' : 'This token is not known here.',
        'Send the header "Authorization: Bearer TOKEN"; `parallax serve --add-token` makes one.',
      );
    }
    const scope = context.req.method === 'GET' || context.req.method === 'HEAD' ? 'read' : 'submit';
    if (!allows(identity, scope)) {
      throw new ProblemError(
        403,
        'scope-missing',
        `The token "${identity.name}" lacks the scope "${scope}".`,
        `Use a token of \`parallax serve --add-token NAME --scopes ${scope}\`.`,
      );
    }
    await next();
  };
}
