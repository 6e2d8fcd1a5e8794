/** Pairs of the published profile one after another, as many as are wanted, without looking at all of them first. */
import type { Random } from '@parallax/geometry';
import type { ViewPair } from '../schema.ts';
import { labelPair, type PairSource, showsSubject } from './candidates.ts';
import type { PairProfile } from './profile.ts';

/** Every `of`-th pair, from the `part`-th on: slices of one group share no pair. */
export interface PairSlice {
  readonly part: number;
  readonly of: number;
}

/**
 * Random ordered pairs, as the paper drew them; each two views in one direction before any in the other. A pair that
 * cannot be used comes out as its reason. The order depends on the source and the random stream's seed alone.
 */
export function* publishedPairs(
  source: PairSource,
  profile: PairProfile,
  random: Random,
  { part, of }: PairSlice = { part: 0, of: 1 },
): Generator<ViewPair | string> {
  const { views } = source;
  const n = views.length;
  const order = randomPairs(n, random.fork('order'));
  const coins = random.fork('direction');
  const forward = order.map(() => coins.next() < 0.5);
  const shows = views.map((view) => showsSubject(view, source));
  for (const reversed of [false, true]) {
    for (let at = part; at < order.length; at += of) {
      const code = order[at]!;
      const [i, j] = [Math.floor(code / n), code % n];
      const [a, b] = forward[at] === reversed ? [j, i] : [i, j];
      if (!shows[a] || !shows[b]) {
        yield 'subject-not-visible';
        continue;
      }
      const found = labelPair(views[a]!, views[b]!, source, profile);
      yield typeof found === 'string' ? found : found.pair;
    }
  }
}

/** Of a capture with more pairs than this a sample is used: a list of all of them would not fit into memory. */
const MOST_PAIRS = 500_000;

/** i * n + j for all i < j, or for a sample of them, in random order. */
function randomPairs(n: number, random: Random): number[] {
  const codes: number[] = [];
  if ((n * (n - 1)) / 2 <= MOST_PAIRS) {
    for (let i = 0; i < n; i++) for (let j = i + 1; j < n; j++) codes.push(i * n + j);
    return random.shuffle(codes);
  }
  const drawn = new Set<number>();
  while (drawn.size < MOST_PAIRS) {
    const [i, j] = [random.int(0, n), random.int(0, n)];
    if (i < j) drawn.add(i * n + j);
  }
  return [...drawn];
}
