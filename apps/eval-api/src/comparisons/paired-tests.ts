/** Paired tests between evaluations of a lab, remembered. */
import { type Comparison, compareItems, holmAdjust } from '@parallax/eval';
import type { EvaluationRecord, Store } from '@parallax/store';
import { remember } from './remember.ts';
import type { Selections } from './selections.ts';

export interface PairedTests {
  /** "overall" first, then the kinds; kinds corrected among themselves. */
  between(store: Store, a: EvaluationRecord, b: EvaluationRecord): Promise<readonly Comparison[]>;
}

/** Draws of one bootstrap: about a second. Large evaluations get fewer resamples, whose intervals spread little anyway. */
const MOST_DRAWS = 2e7;
const [LEAST_RESAMPLES, MOST_RESAMPLES] = [400, 5000];
const MOST_TESTS = 500;

export function openPairedTests(selections: Selections): PairedTests {
  const tests = remember<readonly Comparison[]>(MOST_TESTS);
  return {
    between: (store, a, b) =>
      tests(JSON.stringify([a.name, a.filesSha256, b.name, b.filesSha256]), async () => {
        const { pairs } = await selections.pairs(store, a, b);
        const groups = new Set(pairs.map(({ groupId }) => groupId)).size;
        const resamples = Math.round(MOST_DRAWS / Math.max(1, groups));
        // Other requests are answered between two comparisons.
        await new Promise((done) => setImmediate(done));
        return compareItems(pairs, {
          resamples: Math.min(MOST_RESAMPLES, Math.max(LEAST_RESAMPLES, resamples)),
        });
      }),
  };
}

/** Corrects p over all the comparisons that one screen shows: the overall ones are one family, those by kind another. */
export function correctShown<T extends { kind: string; p: number }>(
  tests: readonly T[],
): (T & { pAdjusted: number })[] {
  const isOverall = (test: T): boolean => test.kind === 'overall';
  const families = [tests.filter(isOverall), tests.filter((test) => !isOverall(test))];
  const adjusted = new Map(
    families.flatMap((family) => {
      const values = holmAdjust(family.map(({ p }) => p));
      return family.map((test, i) => [test, values[i] ?? 1] as const);
    }),
  );
  return tests.map((test) => ({ ...test, pAdjusted: adjusted.get(test) ?? 1 }));
}
