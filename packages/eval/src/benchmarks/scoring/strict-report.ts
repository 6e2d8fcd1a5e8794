/** Our own reading of a benchmark as a scorer like the official ones, with intervals. */
import { clusteredInterval } from '../../statistics/intervals/clustered.ts';
import { wilsonInterval } from '../../statistics/intervals/wilson.ts';
import type { Benchmark, BenchmarkRow, BenchmarkScorer } from '../benchmark.ts';

interface Item {
  readonly row: BenchmarkRow;
  readonly extracted: string | null;
  readonly value: number;
}

export function strictScorer(benchmark: Benchmark): BenchmarkScorer<BenchmarkRow> {
  return {
    score: (rows, predictions) => {
      const items = rows.map((row) => ({
        row,
        ...benchmark.strict(row, predictions.get(String(row.id)) ?? ''),
      }));
      const binary = items.every(({ value }) => value === 0 || value === 1);
      const categories = Map.groupBy(items, ({ row }) => row.category);
      return {
        overall: summarise(items),
        categories: Object.fromEntries([...categories].map(([name, part]) => [name, summarise(part)])),
        items: items.map(({ row, extracted, value }) => ({
          id: row.id,
          extracted,
          ...(binary ? { hit: value } : { score: value }),
          reason: extracted === null ? 'nothing that is an answer' : 'strict reading',
        })),
      };
    },
    missing: 'nothing: a row without a completion is a wrong one',
  };
}

/** Wilson where every row is a group of its own and right or wrong; else the cluster-robust interval. */
function summarise(items: readonly Item[]) {
  const values = items.map(({ value }) => value);
  const { mean, groups, interval } = clusteredInterval(
    values,
    items.map(({ row }) => row.groupId),
  );
  const n = items.length;
  const wilson = groups === n && values.every((value) => value === 0 || value === 1);
  const unparsed = items.filter(({ extracted }) => extracted === null).length;
  return {
    n,
    groups,
    accuracy: mean,
    ci95: wilson ? wilsonInterval(Math.round(mean * n), n) : interval,
    interval: wilson ? 'wilson' : 'clustered',
    unparsed_rate: n === 0 ? 0 : unparsed / n,
  };
}
