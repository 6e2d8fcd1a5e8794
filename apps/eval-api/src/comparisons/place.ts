/** Where a sample stands among those that pass a filter, and its neighbours there. */
import { findSampleIds, type Store } from '@parallax/store';
import { firstAfter } from './selections.ts';

export interface Place {
  /** From 0; null when the sample does not pass the filter. Its neighbours are found all the same. */
  readonly rank: number | null;
  readonly previous: string | null;
  readonly next: string | null;
}

/** @param positions rising. */
export async function placeAmong(
  store: Store,
  evaluation: string,
  positions: Int32Array,
  position: number,
): Promise<Place> {
  const after = firstAfter(positions, position);
  const passes = positions[after - 1] === position;
  const before = passes ? after - 2 : after - 1;
  const [previous, next] = await findSampleIds(store, evaluation, [positions[before], positions[after]]);
  return { rank: passes ? after - 1 : null, previous, next };
}
