/** Picks pairs so that labels come out balanced and independent of each other. */
import type { Random } from '@parallax/geometry';
import type { ViewPair } from '../schema.ts';
import type { Candidate } from './candidates.ts';
import type { MotionFreedom } from './profile.ts';

/**
 * Greedy balance over the joint cells translation x rotation x object-centric. Each pick is the candidate whose
 * labels are rarest so far. The joint of translation and object-centric label weighs most, because views in which
 * the two do not mirror each other are rare and must be taken where they occur; then the joint of translation and
 * rotation, then the margins, then how often the views were used. Random start counts below one rotate the order
 * between groups, so that a cell which does not fit into one group's quota is served by the next.
 * A pair and its reverse are both used only when nothing else is left.
 * @param also freedoms that are balanced beside the labels; each weighs as much as translation with rotation.
 */
export function pickBalanced(
  candidates: readonly Candidate[],
  wanted: number,
  random: Random,
  also: readonly MotionFreedom[] = [],
): Candidate[] {
  const counts = new Map<string, number>();
  const start = random.fork('quota');
  const count = (key: string): number => {
    const known = counts.get(key);
    if (known !== undefined) return known;
    const first = start.fork(key).next();
    counts.set(key, first);
    return first;
  };
  // Shuffled once: ties are broken by position.
  const left = random.fork('order').shuffle(candidates);
  const used = new Set<string>();
  const picked: Candidate[] = [];
  while (picked.length < wanted && left.length > 0) {
    let best = 0;
    let bestCost = Number.POSITIVE_INFINITY;
    for (const [i, candidate] of left.entries()) {
      const cost =
        cellsOf(candidate, also).reduce((sum, [key, weight]) => sum + weight * count(key), 0) +
        (used.has(unordered(candidate)) ? REVERSE_COST : 0);
      if (cost < bestCost) [best, bestCost] = [i, cost];
    }
    const [chosen] = left.splice(best, 1);
    if (chosen === undefined) break;
    picked.push(chosen);
    used.add(unordered(chosen));
    for (const [key] of cellsOf(chosen, also)) counts.set(key, count(key) + 1);
  }
  return picked;
}

/** More than all other terms together can reach in a group. */
const REVERSE_COST = 1e6;
/** Tilt and roll go well with any labels; a main direction does not, and needs more pressure. */
const FURTHER_WEIGHT: Readonly<Record<MotionFreedom, number>> = {
  dolly: 6,
  vertical: 5,
  tilt: 3,
  roll: 3,
  'main-direction': 14,
};

function cellsOf(candidate: Candidate, also: readonly MotionFreedom[]): [string, number][] {
  const { translation: t, rotation: r, objectCentric: o, pair } = candidate;
  return [
    [`t=${t} r=${r}`, 8],
    [`t=${t} o=${o}`, 16],
    [`r=${r} o=${o}`, 2],
    [`t=${t}`, 4],
    [`r=${r}`, 4],
    [`o=${o}`, 2],
    [`view=${pair.viewA}`, 0.25],
    [`view=${pair.viewB}`, 0.25],
    ...also.map((freedom): [string, number] => [
      `${freedom}=${wayOf(pair, freedom)}`,
      FURTHER_WEIGHT[freedom],
    ]),
  ];
}

/** What the kinds that ask of tilt and roll take for none and for one, degrees. */
const TURN_DEG = { none: 1.5, min: 4 };
/** The main direction of a move is this many times as long as the next one, as the kinds that ask of it have it. */
const MAIN_RATIO = 1.5;

/** Which way the motion goes in one freedom: a sign, none, or the dead band between. */
function wayOf({ motion, thresholds }: ViewPair, freedom: MotionFreedom): string {
  const { right, up, forward } = motion.translation;
  const unit = motion.objectDistance;
  const band = { none: thresholds.translationNone * unit, min: thresholds.translationMin * unit };
  switch (freedom) {
    case 'dolly':
      return way(forward, band);
    case 'vertical':
      return way(up, band);
    case 'tilt':
      return way(motion.pitchDeg, TURN_DEG);
    case 'roll':
      return way(motion.rollDeg, TURN_DEG);
    case 'main-direction': {
      const parts = { right, up, forward };
      const [[axis, first], [, second]] = Object.entries(parts).sort(
        ([, a], [, b]) => Math.abs(b) - Math.abs(a),
      ) as [[string, number], [string, number]]; // Three entries were sorted.
      const clear = Math.abs(first) > Math.max(band.min, MAIN_RATIO * Math.abs(second));
      return clear ? `${axis} ${Math.sign(first)}` : 'between';
    }
  }
}

function way(value: number, { none, min }: { readonly none: number; readonly min: number }): string {
  if (Math.abs(value) > min) return value > 0 ? '+' : '-';
  return Math.abs(value) < none ? 'none' : 'between';
}

function unordered(candidate: Candidate): string {
  const { viewA, viewB } = candidate.pair;
  return viewA < viewB ? `${viewA}\n${viewB}` : `${viewB}\n${viewA}`;
}
