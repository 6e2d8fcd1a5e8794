/** Chooses the view pairs of one scene or capture. */
import type { Random } from '@parallax/geometry';
import type { ViewPair } from '../schema.ts';
import { pickBalanced } from './balance.ts';
import { type DiscardCounts, enumerateCandidates, type PairSource } from './candidates.ts';
import type { PairProfile } from './profile.ts';

/**
 * At most `profile.pairsPerGroup` pairs. The published profile takes random ordered pairs, as the paper did; the
 * decorrelated one balances the joint labels. Views are never paired with themselves, and pairs in a dead band, or
 * whose subject cannot be seen, are counted by reason (ordered pairs; at most one reason each).
 */
export function choosePairs(
  source: PairSource,
  profile: PairProfile,
  random: Random,
): { pairs: ViewPair[]; discarded: DiscardCounts } {
  const { candidates, discarded } = enumerateCandidates(source, profile);
  const chosen =
    profile.name === 'decorrelated'
      ? pickBalanced(candidates, profile.pairsPerGroup, random, profile.balanceAlso)
      : pickUnordered(random.fork('order').shuffle(candidates)).slice(0, profile.pairsPerGroup);
  return { pairs: chosen.map((candidate) => candidate.pair), discarded };
}

/** The first direction of each two views comes before all second directions. */
function pickUnordered<C extends { pair: ViewPair }>(shuffled: readonly C[]): C[] {
  const seen = new Set<string>();
  const reversed: C[] = [];
  const first = shuffled.filter((candidate) => {
    const key = [candidate.pair.viewA, candidate.pair.viewB].sort().join('\n');
    if (!seen.has(key)) return seen.add(key);
    reversed.push(candidate);
    return false;
  });
  return [...first, ...reversed];
}
