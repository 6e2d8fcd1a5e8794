/** Predictions that belong to no row. */
import type { Benchmark, BenchmarkRow } from '../benchmark.ts';

/** Ids that neither the file nor any scorer with rows of its own asks, in the order of the predictions. */
export function unknownIds(
  benchmark: Benchmark,
  rows: readonly BenchmarkRow[],
  predictions: ReadonlyMap<string, string>,
): string[] {
  const known = new Set(rows.map(({ id }) => String(id)));
  for (const scorer of Object.values(benchmark.scorers)) {
    for (const { id } of scorer.rows?.(rows) ?? []) known.add(String(id));
  }
  return [...predictions.keys()].filter((id) => !known.has(id));
}
