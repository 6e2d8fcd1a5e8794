/** Where the time went: operations by the sum of their own time. */
import type { Span } from './timeline.ts';

export interface OperationCost {
  readonly name: string;
  readonly category: Span['category'];
  readonly calls: number;
  /** Without the operations inside. */
  readonly selfMs: number;
  /** Of the time of all operations, 0 to 1. */
  readonly share: number;
}

export interface OperationCosts {
  add(span: Span): void;
  /** Most expensive first. */
  list(): OperationCost[];
}

export function openOperationCosts(): OperationCosts {
  const sums = new Map<string, { name: string; category: Span['category']; calls: number; selfUs: number }>();
  return {
    add({ name, category, selfUs }) {
      const key = `${category} ${name}`;
      const sum = sums.get(key) ?? { name, category, calls: 0, selfUs: 0 };
      sums.set(key, sum);
      sum.calls++;
      sum.selfUs += selfUs;
    },
    list() {
      const all = [...sums.values()].sort((a, b) => b.selfUs - a.selfUs);
      const totalUs = all.reduce((total, { selfUs }) => total + selfUs, 0);
      return all.map(({ selfUs, ...cost }) => ({
        ...cost,
        selfMs: selfUs / 1000,
        share: totalUs === 0 ? 0 : selfUs / totalUs,
      }));
    },
  };
}

/** The first `rows` of the list as text with aligned columns. */
export function operationTable(costs: readonly OperationCost[], rows = 10): string {
  const cells = costs
    .slice(0, rows)
    .map(({ name, category, calls, selfMs, share }) => [
      name,
      category,
      String(calls),
      selfMs.toFixed(1),
      ((1000 * selfMs) / calls).toFixed(1),
      (100 * share).toFixed(1),
    ]);
  const lines = [['operation', 'level', 'calls', 'own ms', 'us a call', '%'], ...cells];
  const widths = lines[0]!.map((_, column) => Math.max(...lines.map((line) => line[column]!.length)));
  return lines
    .map((line) =>
      line
        .map((cell, column) => (column < 2 ? cell.padEnd(widths[column]!) : cell.padStart(widths[column]!)))
        .join('  '),
    )
    .join('\n');
}
