/** Rows per table. */
import { count, getTableName } from 'drizzle-orm';
import type { Store } from '../database/index.ts';
import type { TableCount } from '../schema.ts';
import * as tables from '../tables/index.ts';

export async function tableCounts(store: Store): Promise<TableCount[]> {
  const counts: TableCount[] = [];
  for (const table of Object.values(tables)) {
    const [row] = await store.read((db) => db.select({ n: count() }).from(table));
    counts.push({ table: getTableName(table), rows: row?.n ?? 0 });
  }
  return counts;
}
