/** Scores as tables for the terminal. */
import { textTable } from '../../reports/tables/text-table.ts';
import type { ScorerReport } from '../benchmark.ts';
import type { ScorerDifference, ScorerView } from './compare-scorers.ts';
import type { ScoredBenchmark } from './score-benchmark.ts';

/** Every number of the reports under its own name, in the unit of the official code. */
export function scoresText(scores: readonly ScoredBenchmark[]): string {
  const rows = scores.flatMap(({ name, report }) => [
    [name, 'n', String(report.items.length)],
    [name, 'unparsed rate', unparsedRate(report)],
    ...numbersOf('overall', report.overall).map(([key, value]) => [name, key, value]),
    ...numbersOf('', report.categories ?? {}).map(([key, value]) => [name, key, value]),
  ]);
  return textTable(['scorer', 'what', 'value'], rows, { rightAlign: [2] });
}

export function differencesText(a: string, b: string, differences: readonly ScorerDifference[]): string {
  const view = (side: ScorerView | null): string =>
    side === null
      ? '(not scored)'
      : `${JSON.stringify(side.extracted) ?? '?'} = ${side.value}${side.reason === null ? '' : ` (${side.reason})`}`;
  const rows = differences.map(({ id, kind, prediction, ...sides }) => [
    String(id),
    kind,
    view(sides.a),
    view(sides.b),
    JSON.stringify(prediction).slice(0, 60),
  ]);
  return `${textTable(['id', 'differ in', a, b, 'completion'], rows)}\n${differences.length} rows differ.`;
}

/** Rows whose reading is null or empty; "-" where the scorer does not tell what it read. */
function unparsedRate(report: ScorerReport): string {
  const told = report.items.filter(({ extracted }) => extracted !== undefined);
  if (told.length === 0) return '-';
  const unparsed = told.filter(({ extracted }) => extracted === null || extracted === '').length;
  return (unparsed / told.length).toFixed(4);
}

function numbersOf(prefix: string, value: unknown): [string, string][] {
  if (typeof value === 'number')
    return [[prefix, Number.isInteger(value) ? String(value) : value.toFixed(4)]];
  if (Array.isArray(value)) {
    return [
      [prefix, value.map((part) => (typeof part === 'number' ? part.toFixed(4) : String(part))).join(' .. ')],
    ];
  }
  if (value === null || typeof value !== 'object') return [[prefix, String(value)]];
  return Object.entries(value).flatMap(([key, part]) =>
    numbersOf(prefix === '' ? key : `${prefix} / ${key}`, part),
  );
}
