/** Rows and completions -> the report of one scorer, official or our own. */
import { ConfigError, suggestName } from '@parallax/lab';
import type { Benchmark, BenchmarkRow, BenchmarkScorer, ScorerReport } from '../benchmark.ts';
import { LONGEST_COMPLETION } from '../files/read-predictions.ts';
import { strictScorer } from './strict-report.ts';

/** Our own strict reading, beside the official scorers of every benchmark. */
export const STRICT_SCORER = 'parallax';

export interface ScoredBenchmark {
  readonly name: string;
  readonly report: ScorerReport;
  /** Rows without a prediction: they count as empty completions. */
  readonly missing: readonly string[];
  /** Rows whose completion is longer than LONGEST_COMPLETION: they count as empty too. */
  readonly tooLong: readonly string[];
  /** What the official code does with a missing row, where known. */
  readonly missingNote: string | null;
}

/** Official scorers in the order of the benchmark, then ours. */
export function scorerNames(benchmark: Benchmark): string[] {
  return [...Object.keys(benchmark.scorers), STRICT_SCORER];
}

/** @throws ConfigError `unknown-scorer` naming the nearest one and all. */
export function scoreBenchmark(
  benchmark: Benchmark,
  rows: readonly BenchmarkRow[],
  predictions: ReadonlyMap<string, string>,
  name: string,
): ScoredBenchmark {
  const scorer = findScorer(benchmark, name);
  const asked = scorer.rows?.(rows) ?? rows;
  const complete = new Map<string, string>();
  const missing: string[] = [];
  const tooLong: string[] = [];
  for (const row of asked) {
    const id = String(row.id);
    const completion = predictions.get(id);
    if (completion === undefined) missing.push(id);
    else if (completion.length > LONGEST_COMPLETION) tooLong.push(id);
    else complete.set(id, completion);
    if (!complete.has(id)) complete.set(id, '');
  }
  const report = scorer.score(rows, complete);
  return { name, report, missing, tooLong, missingNote: scorer.missing ?? null };
}

function findScorer(benchmark: Benchmark, name: string): BenchmarkScorer<BenchmarkRow> {
  if (name === STRICT_SCORER) return strictScorer(benchmark);
  const scorer = Object.hasOwn(benchmark.scorers, name) ? benchmark.scorers[name] : undefined;
  if (scorer !== undefined) return scorer;
  const names = [...scorerNames(benchmark), 'all'];
  throw new ConfigError('unknown-scorer', `${benchmark.name} has no scorer "${name}".`, {
    remedy: suggestName(name, names),
  });
}
