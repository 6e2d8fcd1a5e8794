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
 * @param also freedoms whose signs are balanced beside the labels; each weighs as much as the rotation.
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
    ...also.map((freedom): [string, number] => [`${freedom}=${signOf(pair, freedom)}`, 4]),
  ];
}

/** Least turn that counts as a tilt or a roll, degrees: what the kinds that ask of them take for one. */
const LEAST_TURN_DEG = 4;

function signOf({ motion, thresholds }: ViewPair, freedom: MotionFreedom): number {
  const least = thresholds.translationMin * motion.objectDistance;
  const [value, min] = {
    dolly: [motion.translation.forward, least],
    vertical: [motion.translation.up, least],
    tilt: [motion.pitchDeg, LEAST_TURN_DEG],
    roll: [motion.rollDeg, LEAST_TURN_DEG],
  }[freedom] as [number, number]; // Each entry is a value with its bound.
  return Math.abs(value) > min ? Math.sign(value) : 0;
}

function unordered(candidate: Candidate): string {
  const { viewA, viewB } = candidate.pair;
  return viewA < viewB ? `${viewA}\n${viewB}` : `${viewB}\n${viewA}`;
}
