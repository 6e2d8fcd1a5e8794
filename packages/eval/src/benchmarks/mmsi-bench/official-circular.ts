/**
 * Circular: a question is right when all its four rows are; `vanilla` counts the row with the unchanged order.
 * Source: InternRobotics/MMSI-Bench 5de2f3d2, vlmeval/dataset/mmsi_bench.py MMSIBenchCircular.evaluate.
 */
import type { BenchmarkScorer } from '../benchmark.ts';
import { mean, meanBy } from '../tables/mean-by.ts';
import { mmsiLetter } from './extract-letter.ts';
import { type RotatedRow, rotateOptions } from './rotate-options.ts';
import type { MmsiRow } from './row.ts';

export const mmsiOfficialCircular: BenchmarkScorer<MmsiRow> = {
  rows: (rows) => rows.flatMap(rotateOptions),
  predictionsSuffix: '_circular',
  score(rows, predictions) {
    const rotated = rows.flatMap(rotateOptions);
    const items = rotated.map(({ id, answer }) => {
      const extracted = mmsiLetter(predictions.get(String(id))!);
      return { id, extracted, gt: answer, hit: extracted === answer ? 1 : 0 };
    });
    const groups = groupsOf(rotated, (i) => items[i]!.hit);
    const circular = meanBy(
      groups,
      ({ category }) => category,
      ({ hit }) => hit,
    );
    const vanilla = meanBy(
      groups,
      ({ category }) => category,
      (group) => group.vanilla,
    );
    return {
      overall: {
        circular: mean(groups.map(({ hit }) => hit)),
        vanilla: mean(groups.map((group) => group.vanilla)),
      },
      categories: Object.fromEntries(
        Object.keys(circular).map((name) => [name, { circular: circular[name], vanilla: vanilla[name] }]),
      ),
      groups: groups.map(({ groupIndex, hit }) => ({ g_index: groupIndex, hit })),
      items,
      rows: rotated.map(({ id, question, answer }) => ({ index: id, question, answer })),
    };
  },
};

interface Group {
  readonly groupIndex: number;
  readonly category: string;
  hit: number;
  /** Hit of the first row, whose order is unchanged. */
  readonly vanilla: number;
}

function groupsOf(rows: readonly RotatedRow[], hitOf: (index: number) => number): Group[] {
  const groups = new Map<number, Group>();
  for (const [i, { groupIndex, category }] of rows.entries()) {
    const hit = hitOf(i);
    const group = groups.get(groupIndex);
    if (group === undefined) groups.set(groupIndex, { groupIndex, category, hit, vanilla: hit });
    else group.hit = Math.min(group.hit, hit);
  }
  return [...groups.values()].sort((a, b) => a.groupIndex - b.groupIndex);
}
