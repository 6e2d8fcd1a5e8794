/** VLMEvalKit's table of accuracies: one row a split, columns Overall, l2-categories, categories. */
import { isMissing } from '../pandas/pandas-column.ts';
import { groupCell, type VlmRow } from './row.ts';

export interface HitRow {
  readonly row: VlmRow;
  readonly hit: number;
}

/** Names of MMBench that the table shortens, whatever the benchmark. */
const SHORT_NAMES: Readonly<Record<string, string>> = {
  coarse_perception: 'CP',
  'finegrained_perception (instance-level)': 'FP-S',
  'finegrained_perception (cross-instance)': 'FP-C',
  logic_reasoning: 'LR',
  relation_reasoning: 'RR',
  attribute_reasoning: 'AR',
};

/** Split -> name -> accuracy; null where a split has no row of that name. A table without splits has the split "none". */
export function reportAcc(rows: readonly HitRow[]): Record<string, Record<string, number | null>> {
  const splits = Map.groupBy(rows, ({ row }) => cellOf(row, 'split') ?? 'none');
  return Object.fromEntries(
    [...splits].map(([split, part]) => {
      const table: Record<string, number | null> = { Overall: meanHit(part) };
      for (const column of ['l2-category', 'category']) {
        const names = new Set(
          rows.map(({ row }) => cellOf(row, column)).filter((name) => name !== undefined),
        );
        for (const name of [...names].sort()) {
          // A later column of the same name takes the place of an earlier one.
          table[SHORT_NAMES[name] ?? name] = meanHit(part.filter(({ row }) => cellOf(row, column) === name));
        }
      }
      return [split, table];
    }),
  );
}

export function meanHit(rows: readonly { readonly hit: number }[]): number | null {
  return rows.length === 0 ? null : rows.reduce((sum, { hit }) => sum + hit, 0) / rows.length;
}

function cellOf(row: VlmRow, column: string): string | undefined {
  const cell = groupCell(row, column);
  return cell === undefined || isMissing(cell) ? undefined : cell;
}
