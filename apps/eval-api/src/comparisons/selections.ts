/** Which samples pass a filter, remembered: a page anywhere in a list of 100,000 costs no more than the first. */
import {
  type EvalSampleFilter,
  type EvaluationRecord,
  pairEvalSamples,
  type SamplePairs,
  type Store,
  selectEvalSamples,
} from '@parallax/store';
import { remember } from './remember.ts';

export interface Selections {
  /** Positions in rising order. */
  positions(
    store: Store,
    evaluation: EvaluationRecord,
    filter: Omit<EvalSampleFilter, 'evaluation'>,
  ): Promise<Int32Array>;
  pairs(store: Store, a: EvaluationRecord, b: EvaluationRecord): Promise<SamplePairs>;
}

/** Each selection of 100,000 samples takes 0.4 MB, each pairing about 20 MB. */
const MOST_SELECTIONS = 32;
const MOST_PAIRINGS = 6;

/** An evaluation that is written anew has other digests, hence other keys. */
export function openSelections(): Selections {
  const selections = remember<Int32Array>(MOST_SELECTIONS);
  const pairings = remember<SamplePairs>(MOST_PAIRINGS);
  return {
    positions: (store, { name, filesSha256 }, { kind, outcome, text }) =>
      selections(JSON.stringify([name, filesSha256, kind, outcome, text]), async () =>
        Int32Array.from(await selectEvalSamples(store, { evaluation: name, kind, outcome, text })),
      ),
    pairs: (store, a, b) =>
      pairings(JSON.stringify([a.name, a.filesSha256, b.name, b.filesSha256]), () =>
        pairEvalSamples(store, a.name, b.name),
      ),
  };
}

/** Index of the first entry that is larger than `position`. */
export function firstAfter(positions: Int32Array, position: number): number {
  let [low, high] = [0, positions.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (positions[middle]! <= position) low = middle + 1;
    else high = middle;
  }
  return low;
}
