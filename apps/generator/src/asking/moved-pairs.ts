/** Pairs of views for questions about what moved: the camera alone, an object alone, or both. */
import type { View } from '@parallax/dataset/schema';
import type { Random } from '@parallax/geometry';

/** Pairs tried for the case that is drawn first, and then for each of the two others. */
const FIRST_TRIES = 5;
const OTHER_TRIES = 2;

/**
 * Pairs in the order in which they should be tried, by cases in random order. A moved object is more often hidden than
 * none: the first case gets most tries, so that all three come about equally often.
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
  const tried = cases.flatMap((wanted, i) =>
    Array.from({ length: i === 0 ? FIRST_TRIES : OTHER_TRIES }, () => wanted),
  );
  return tried.map((wanted): [View, View] => {
    const after = random.pick(moved);
    const same = still.find((view) => isSameCamera(view, after));
    const others = still.filter((view) => view !== same);
    if (wanted === 'camera') return [same ?? random.pick(others), random.pick(others)];
    return [wanted === 'object' && same !== undefined ? same : random.pick(others), after];
  });
}

function isSameCamera(a: View, b: View): boolean {
  return a.camera.cameraToWorld.every((value, i) => value === b.camera.cameraToWorld[i]);
}
