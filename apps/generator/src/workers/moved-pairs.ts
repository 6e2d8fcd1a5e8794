/** Pairs of views for questions about what moved: the camera alone, an object alone, or both. */
import type { View } from '@parallax/dataset/schema';
import type { Random } from '@parallax/geometry';

/** Pairs tried before a question is given up: each of the three cases twice. */
const TRIES = 6;

/**
 * Pairs in the order in which they should be tried, the cases in turn and in random order: which case comes about says
 * nothing of the answer beforehand.
 * @param still views of the scene as it is.
 * @param moved views in which an object stands elsewhere, each taken with the camera of a still one.
 * @returns empty when there is no moved view or only one still one.
 */
export function chooseMovedPairs(
  still: readonly View[],
  moved: readonly View[],
  random: Random,
): [View, View][] {
  if (moved.length === 0 || still.length < 2) return [];
  const cases = random.shuffle(['camera', 'object', 'both'] as const);
  return Array.from({ length: TRIES }, (_, i): [View, View] => {
    const after = random.pick(moved);
    const same = still.find((view) => isSameCamera(view, after));
    const others = still.filter((view) => view !== same);
    const wanted = cases[i % cases.length];
    if (wanted === 'camera') return [same ?? random.pick(others), random.pick(others)];
    return [wanted === 'object' && same !== undefined ? same : random.pick(others), after];
  });
}

function isSameCamera(a: View, b: View): boolean {
  return a.camera.cameraToWorld.every((value, i) => value === b.camera.cameraToWorld[i]);
}
