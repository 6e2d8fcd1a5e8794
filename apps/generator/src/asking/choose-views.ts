/** Which views of a scene a kind of three or more photos is tried on. */
import type { Random } from '@parallax/geometry';

/** Choices before the question is given up: three photos around an object seldom fit at the first try. */
const TRIES = 16;

/**
 * Different choices of `count` views. Any views in any order; `ordered`: in the order of the scene's cameras, evenly
 * spaced, for kinds that ask about a sequence.
 * @returns fewer choices, or none, where the scene has too few views.
 */
export function chooseViews<V>(
  views: readonly V[],
  count: number,
  random: Random,
  { ordered = false, tries = TRIES }: { readonly ordered?: boolean; readonly tries?: number } = {},
): V[][] {
  if (views.length < count) return [];
  const choices = new Map<string, V[]>();
  // Small scenes have fewer choices than tries: some draws repeat.
  for (let draw = 0; draw < 4 * tries && choices.size < tries; draw++) {
    const places = ordered ? sequence(views.length, count, random) : anyOf(views.length, count, random);
    choices.set(
      places.join(' '),
      places.map((place) => views[place]!),
    );
  }
  return [...choices.values()];
}

function anyOf(length: number, count: number, random: Random): number[] {
  return random.shuffle(Array.from({ length }, (_, i) => i)).slice(0, count);
}

function sequence(length: number, count: number, random: Random): number[] {
  const stride = random.int(1, Math.max(1, Math.floor((length - 1) / Math.max(1, count - 1))) + 1);
  const first = random.int(0, length - (count - 1) * stride);
  return Array.from({ length: count }, (_, i) => first + i * stride);
}
