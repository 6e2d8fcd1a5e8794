/** Predictions for a scorer that asks rows of its own: in the file given, or in another one beside it. */
import { access } from 'node:fs/promises';
import type { Benchmark, BenchmarkRow } from '../benchmark.ts';
import { readPredictions } from '../files/read-predictions.ts';

/**
 * The file given counts when it holds a prediction for every row that the scorer asks; else the file whose name has
 * the scorer's suffix before `.jsonl` is read, where there is one.
 */
export async function predictionsOf(
  benchmark: Benchmark,
  rows: readonly BenchmarkRow[],
  scorer: string,
  path: string,
  predictions: ReadonlyMap<string, string>,
): Promise<ReadonlyMap<string, string>> {
  const own = Object.hasOwn(benchmark.scorers, scorer) ? benchmark.scorers[scorer] : undefined;
  const suffix = own?.predictionsSuffix;
  if (suffix === undefined) return predictions;
  if ((own?.rows?.(rows) ?? rows).every(({ id }) => predictions.has(String(id)))) return predictions;
  const beside = path.replace(/(\.jsonl)?$/, `${suffix}$1`);
  const found = await access(beside).then(
    () => true,
    () => false,
  );
  return found ? readPredictions(beside) : predictions;
}
