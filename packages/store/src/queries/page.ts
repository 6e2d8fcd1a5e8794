/** Pages by position: stable while rows are added, and as cheap at the end of a table as at its start. */

export interface PageOptions {
  /** Position of the last row of the page before. */
  readonly after?: number | undefined;
  readonly limit: number;
}

export interface Page<T> {
  readonly items: readonly T[];
  /** What to give as `after` for the next page; null at the end. */
  readonly next: number | null;
}

/** @param rows one more than the limit, if there are as many. */
export function pageOf<T extends { readonly position: number }>(rows: readonly T[], limit: number): Page<T> {
  const items = rows.slice(0, limit);
  return { items, next: rows.length > limit ? (items.at(-1)?.position ?? null) : null };
}
