/** How many may be served at once: requests under way, or streams that are open. */
import type { MiddlewareHandler } from 'hono';
import { ProblemError } from './problem.ts';

export interface Places {
  /**
   * Takes a place.
   * @returns gives it back; a second call does nothing.
   * @throws ProblemError 503 with Retry-After when all are taken.
   */
  take(): () => void;
  readonly taken: number;
}

/** @param what as the problem document names it: "requests", "streams". */
export function createPlaces(most: number, what: string): Places {
  let taken = 0;
  return {
    take: () => {
      if (taken >= most) {
        throw new ProblemError(
          503,
          `too-many-${what}`,
          `The server has ${taken} ${what} open, and no place for more.`,
          'Come back a little later.',
          { headers: { 'retry-after': '1' } },
        );
      }
      taken++;
      let given = false;
      return () => {
        if (!given) taken--;
        given = true;
      };
    },
    get taken() {
      return taken;
    },
  };
}

/** Holds a place until the answer begins. Streams go on after that: they are counted by the route that has them. */
export function limitInFlight(places: Places): MiddlewareHandler {
  return async (_context, next) => {
    const giveBack = places.take();
    try {
      await next();
    } finally {
      giveBack();
    }
  };
}
