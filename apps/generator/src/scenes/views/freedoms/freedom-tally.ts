/** How often each way of a freedom was dealt in a scene, and draws that favour what is behind. */
import type { Random } from '@parallax/geometry';

/** Along a freedom's negative, not at all, or along its positive. */
export type Way = -1 | 0 | 1;
/** following-dolly: a dolly that follows from the other labels; most of these go backward, so forward ones are kept. */
export type Freedom = 'vertical' | 'dolly' | 'following-dolly' | 'tilt' | 'roll';
export type Ways = Readonly<Record<Exclude<Freedom, 'following-dolly'>, Way> & { 'following-dolly'?: Way }>;

const WAYS: readonly Way[] = [-1, 0, 1];
/** A way that is ahead of the rarest by one is drawn this many times less often, */
const PER_LEAD = 3;
/** and one that is far ahead no less often than this: the rarest may be out of reach. */
const LEAST_WEIGHT = 1 / 27;

/** Each freedom on its own, so that no way of one tells of another. */
export class FreedomTally {
  readonly #counts: Readonly<Record<Freedom, [number, number, number]>> = {
    vertical: [0, 0, 0],
    dolly: [0, 0, 0],
    'following-dolly': [0, 0, 0],
    tilt: [0, 0, 0],
    roll: [0, 0, 0],
  };

  /** One of the ways that fit, the rarer ones more often; undefined where none fits. */
  draw(freedom: Freedom, random: Random, fits: (way: Way) => boolean = () => true): Way | undefined {
    const open = WAYS.filter(fits);
    const weights = open.map((way) => this.#weight(freedom, way));
    let at = random.next() * weights.reduce((sum, weight) => sum + weight, 0);
    return open.find((_, k) => {
      at -= weights[k]!;
      return at < 0;
    });
  }

  /** Whether to take a way that was not chosen: always the rarest, seldom one that is ahead. */
  keeps(freedom: Freedom, way: Way, random: Random): boolean {
    return random.next() < this.#weight(freedom, way);
  }

  add(ways: Ways): void {
    for (const [freedom, counts] of Object.entries(this.#counts)) {
      // Its own keys, as they were written.
      const way = ways[freedom as Freedom];
      if (way !== undefined) counts[way + 1]! += 1;
    }
  }

  /** 1 for the rarest. */
  #weight(freedom: Freedom, way: Way): number {
    const [back, none, ahead] = this.#counts[freedom];
    // A dolly that follows is never none.
    const least = freedom === 'following-dolly' ? Math.min(back, ahead) : Math.min(back, none, ahead);
    return Math.max(LEAST_WEIGHT, PER_LEAD ** (least - this.#counts[freedom][way + 1]!));
  }
}
