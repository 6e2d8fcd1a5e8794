/** Claims of chains as a table for the terminal. */
import { intervalText, type MetricsTableOptions, percent } from '../tables/metrics-table.ts';
import { textTable } from '../tables/text-table.ts';
import type { ClaimResult } from './claim-results.ts';

export function claimsTable(results: readonly ClaimResult[], options: MetricsTableOptions = {}): string {
  const header = [
    'kind',
    'claim',
    'claims',
    'true',
    '95 % interval',
    'chains',
    'all true',
    'right if',
    'right if not',
  ];
  const share = (value: number | null): string => (value === null ? '' : percent(value));
  const rows = results.map((result) => [
    result.kind,
    result.form ?? 'not understood',
    String(result.claims),
    percent(result.true),
    intervalText({ ci95: result.interval }),
    String(result.chains),
    percent(result.whole / result.chains),
    share(result.rightIfTrue),
    share(result.rightIfFalse),
  ]);
  return textTable(header, rows, { ...options, rightAlign: [2, 3, 4, 5, 6, 7, 8] });
}
