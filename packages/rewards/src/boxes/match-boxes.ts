/** Which answered box stands for which true one. */
import { boxIou } from './box-iou.ts';
import type { Box } from './read-boxes.ts';

/**
 * The most pairs that one-to-one matching can make: index of the answered box for each true one, or null. A pair needs an
 * overlap of at least `minIou` and no different labels. Augmenting paths (Kuhn), in time truth x pairs at most.
 */
export function matchBoxes(truth: readonly Box[], given: readonly Box[], minIou: number): (number | null)[] {
  const candidates = truth.map((right) =>
    given.flatMap((box, i) => (sameLabel(right, box) && boxIou(right.sides, box.sides) >= minIou ? [i] : [])),
  );
  const owner = new Map<number, number>();
  const assign = (right: number, tried: Set<number>): boolean => {
    for (const i of candidates[right]!) {
      if (tried.has(i)) continue;
      tried.add(i);
      const other = owner.get(i);
      if (other !== undefined && !assign(other, tried)) continue;
      owner.set(i, right);
      return true;
    }
    return false;
  };
  for (const right of truth.keys()) assign(right, new Set());
  const matched: (number | null)[] = truth.map(() => null);
  for (const [i, right] of owner) matched[right] = i;
  return matched;
}

function sameLabel(a: Box, b: Box): boolean {
  return (
    a.label === null || b.label === null || a.label.trim().toLowerCase() === b.label.trim().toLowerCase()
  );
}
