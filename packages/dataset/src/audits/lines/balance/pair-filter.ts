/** Tells the first question about a pair from further ones, without keeping every pair of a data set. */
import type { Question } from '../../../schema.ts';

/**
 * Questions of a scene or capture stand together in its shard, so the pairs of one group are all that is remembered.
 * @returns false for questions about no pair, and for a pair that was seen in this run of its group.
 */
export function createPairFilter(): (question: Pick<Question, 'pairId' | 'groupId'>) => boolean {
  let group: string | undefined;
  const seen = new Set<string>();
  return ({ pairId, groupId }) => {
    if (groupId !== group) {
      group = groupId;
      seen.clear();
    }
    if (pairId === null || seen.has(pairId)) return false;
    seen.add(pairId);
    return true;
  };
}
