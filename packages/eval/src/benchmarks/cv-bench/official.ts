/**
 * CV-Bench by VLMEvalKit: two tables; 2D is the mean of the accuracies of its sources, 3D the plain one.
 * Source: vlmeval/dataset/image_mcq.py, class CVBench, at e8e78f05 (behaviour, not code).
 */
import type { BenchmarkScorer } from '../benchmark.ts';
import type { Dialect } from '../vlmevalkit/can-infer.ts';
import { meanHit, reportAcc } from '../vlmevalkit/report-acc.ts';
import type { VlmRow } from '../vlmevalkit/row.ts';
import { type ScoredVlmRow, scoredItem, scoreVlmRows } from '../vlmevalkit/score-rows.ts';

/** @param tableOf name of the table that a row stands in */
export function cvBenchOfficial(dialect: Dialect, tableOf: (row: VlmRow) => string): BenchmarkScorer<VlmRow> {
  return {
    score: (rows, predictions) => {
      const scored: ScoredVlmRow[] = [];
      const report: Record<string, Readonly<Record<string, number | null>>> = {};
      for (const [name, part] of Map.groupBy(rows, tableOf)) {
        const ofTable = scoreVlmRows(part, predictions, dialect);
        report[name] = reportOf(ofTable);
        scored.push(...ofTable);
      }
      return {
        overall: Object.fromEntries(Object.entries(report).map(([name, table]) => [name, table['Overall']])),
        report,
        items: scored.map(scoredItem),
      };
    },
    missing: 'it scores the rows of the prediction file only',
  };
}

/** What decides is the column split, not the table's name. */
function reportOf(scored: readonly ScoredVlmRow[]): Readonly<Record<string, number | null>> {
  const tables = reportAcc(scored);
  if (scored.some(({ row }) => row.cells['split'] !== '2D')) {
    const [first, ...others] = Object.entries(tables);
    return others.length === 0 ? first![1] : Object.assign({}, ...Object.entries(tables).map(flat));
  }
  const bySource = Map.groupBy(scored, ({ row }) => row.cells['source']!);
  const accuracies = Object.fromEntries([...bySource].map(([name, part]) => [name, meanHit(part)!]));
  const values = Object.values(accuracies);
  return { ...accuracies, Overall: values.reduce((sum, value) => sum + value, 0) / values.length };
}

/** A table of several splits, which the official files never have: names get their split in front. */
function flat([split, table]: [string, Record<string, number | null>]): Record<string, number | null> {
  return Object.fromEntries(Object.entries(table).map(([name, value]) => [`${split}/${name}`, value]));
}
