/** Means of groups of rows. */

/**
 * Mean of each group, times `scale`; groups stand in the order of their first row.
 * @param groupOf name of a row's group
 */
export function meanBy<T>(
  rows: readonly T[],
  groupOf: (row: T, index: number) => string,
  scoreOf: (row: T, index: number) => number,
  scale = 1,
): Record<string, number> {
  const groups = new Map<string, { sum: number; count: number }>();
  for (const [i, row] of rows.entries()) {
    const group = groups.get(groupOf(row, i)) ?? { sum: 0, count: 0 };
    group.sum += scoreOf(row, i);
    group.count += 1;
    groups.set(groupOf(row, i), group);
  }
  return Object.fromEntries([...groups].map(([name, { sum, count }]) => [name, (sum / count) * scale]));
}

/** Mean of all, 0 of none. */
export function mean(values: readonly number[]): number {
  return values.length === 0 ? 0 : values.reduce((sum, value) => sum + value, 0) / values.length;
}
