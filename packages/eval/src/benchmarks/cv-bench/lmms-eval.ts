/**
 * CV-Bench by lmms-eval: the first letter of the text, whatever it is.
 * Source: EvolvingLMMs-Lab/lmms-eval at 75571cfe, lmms_eval/tasks/cv_bench/utils.py (behaviour, not code).
 */
import { pythonPattern, pythonStrip } from '@parallax/rewards';
import type { BenchmarkScorer } from '../benchmark.ts';
import type { VlmRow } from '../vlmevalkit/row.ts';

/** Any letter A-Z in either case, after brackets and spaces only; "" when the text starts with something else. */
export function extractFirstLetter(completion: string): string {
  const pattern = pythonPattern('^[\\(\\s]*([A-Z])[\\)\\.\\s]*', { ignoreCase: true });
  return pattern.exec(pythonStrip(completion))?.[1]?.toUpperCase() ?? '';
}

export const cvBenchLmmsEval: BenchmarkScorer<VlmRow> = {
  score: (rows, predictions) => {
    const scored = rows.map((row) => {
      const extracted = extractFirstLetter(predictions.get(String(row.id)) ?? '');
      return { row, extracted, hit: extracted === row.answer ? 1 : 0 };
    });
    const accuracy = (part: readonly { readonly hit: number }[]) =>
      part.length === 0 ? null : part.reduce((sum, { hit }) => sum + hit, 0) / part.length;
    const by = (column: string) =>
      Object.fromEntries(
        [...Map.groupBy(scored, ({ row }) => row.cells[column]!)].map(([name, part]) => [
          name,
          accuracy(part),
        ]),
      );
    const ofSplit = (split: string) => accuracy(scored.filter(({ row }) => row.cells['split'] === split));
    const bySource = by('source');
    const byTask = by('category');
    return {
      overall: {
        cv_bench_acc: accuracy(scored),
        cv_bench_2d_acc: ofSplit('2D'),
        cv_bench_3d_acc: ofSplit('3D'),
        cambrian_formula: meanOfPairs(
          bySource['ADE20K'],
          bySource['COCO'],
          bySource['Omni3D'],
          bySource['Omni3D'],
        ),
      },
      categories: { by_task: byTask, by_source: bySource },
      derived_not_official: {
        mean_of_task_pairs: meanOfPairs(
          byTask['Relation'],
          byTask['Count'],
          byTask['Distance'],
          byTask['Depth'],
        ),
      },
      items: scored.map(({ row, extracted, hit }) => ({ id: row.id, extracted, hit })),
    };
  },
  missing: 'it asks the model for every row',
};

/** Null where one of them has no row. */
function meanOfPairs(...values: (number | null | undefined)[]): number | null {
  const [a, b, c, d] = values;
  if (a == null || b == null || c == null || d == null) return null;
  return ((a + b) / 2 + (c + d) / 2) / 2;
}
