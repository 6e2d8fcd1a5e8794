/** How often one caller may ask: a bucket of requests a caller, filled again at a steady rate. */
import { getConnInfo } from '@hono/node-server/conninfo';
import type { Context, MiddlewareHandler } from 'hono';
import { identify, type TokenFile } from '../auth/token-file.ts';
import { ProblemError } from './problem.ts';

export interface Rate {
  /** Requests a second in the long run; 0 = no limit. */
  readonly perSecond: number;
  /** Requests at once after a pause. */
  readonly burst: number;
}

/** Above this many callers, those whose buckets are full again are forgotten: nothing about them is worth keeping. */
const MOST_CALLERS = 10_000;

/** @returns a function that takes one request of a caller: 0 when it may go on, else seconds until it may. */
export function createBuckets({ perSecond, burst }: Rate, now = () => performance.now() / 1000) {
  const buckets = new Map<string, { left: number; at: number }>();
  const levelOf = ({ left, at }: { left: number; at: number }, time: number): number =>
    Math.min(burst, left + (time - at) * perSecond);
  return (caller: string): number => {
    const time = now();
    if (buckets.size >= MOST_CALLERS) {
      for (const [name, bucket] of buckets) if (levelOf(bucket, time) >= burst) buckets.delete(name);
    }
    const known = buckets.get(caller);
    const left = known === undefined ? burst : levelOf(known, time);
    const taken = left >= 1;
    buckets.set(caller, { left: taken ? left - 1 : left, at: time });
    return taken ? 0 : (1 - left) / perSecond;
  };
}

/**
 * One bucket a known token, and one an address for everyone else, so that guessing tokens is slow as well.
 * @throws ProblemError 429 `too-many-requests` with Retry-After.
 */
export function rateLimit(rate: Rate, tokens: TokenFile | null): MiddlewareHandler {
  const take = createBuckets(rate);
  return async (context, next) => {
    const seconds = rate.perSecond > 0 ? take(callerOf(context, tokens)) : 0;
    if (seconds > 0) {
      throw new ProblemError(
        429,
        'too-many-requests',
        `More than ${rate.perSecond} requests a second come from here.`,
        'Ask less often, or start the server with a higher --rate.',
        { headers: { 'retry-after': String(Math.ceil(seconds)) } },
      );
    }
    await next();
  };
}

function callerOf(context: Context, tokens: TokenFile | null): string {
  const token = /^Bearer +(\S+)$/i.exec(context.req.header('authorization') ?? '')?.[1];
  const identity = tokens === null || token === undefined ? null : identify(tokens, token);
  return identity === null ? `address ${addressOf(context)}` : `token ${identity.name}`;
}

/** Without a socket (a request made in this process) everyone is one caller. */
function addressOf(context: Context): string {
  return context.env?.incoming === undefined ? '' : (getConnInfo(context).remote.address ?? '');
}
