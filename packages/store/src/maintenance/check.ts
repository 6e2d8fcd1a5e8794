/** Compares the database with the files, row by row: builds a second one from the files and takes the differences. */
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { createClient } from '@libsql/client';
import { getTableName } from 'drizzle-orm';
import { databasePath, describeDatabaseFailure, openStore } from '../database/index.ts';
import type { IndexLabOptions } from '../index/index.ts';
import type { CheckResult, TableDifference } from '../schema.ts';
import * as tables from '../tables/index.ts';
import { buildDatabase, removeDatabase } from './rebuild.ts';

/** @throws as `openStore` and `indexLab`. */
export async function checkDatabase(lab: string, options: IndexLabOptions = {}): Promise<CheckResult> {
  // Opened and closed: its version and readability are part of the check.
  await (await openStore({ lab })).close();
  const fresh = join(lab, `parallax.db.${process.pid}.part`);
  try {
    const { problems } = await buildDatabase(lab, fresh, options);
    const differences = await compareDatabases(databasePath(lab), fresh);
    const equal = differences.every(({ missing, stale }) => missing === 0 && stale === 0);
    return { equal, tables: differences, problems: [...problems] };
  } catch (error) {
    throw describeDatabaseFailure(databasePath(lab), lab, error);
  } finally {
    await removeDatabase(fresh);
  }
}

/** For each table, the rows that only one of two closed databases holds. */
export async function compareDatabases(path: string, freshPath: string): Promise<TableDifference[]> {
  // One connection: the second database is attached to it.
  const client = createClient({ url: pathToFileURL(path).href, concurrency: 1 });
  try {
    await client.execute({ sql: 'ATTACH DATABASE ? AS fresh', args: [freshPath] });
    const differences: TableDifference[] = [];
    for (const table of Object.values(tables)) {
      // Leases say what processes do just now: files know nothing of them.
      if (table === tables.leases) continue;
      const name = getTableName(table);
      const count = async (sql: string): Promise<number> =>
        Number((await client.execute(`SELECT count(*) AS n FROM (${sql})`)).rows[0]?.['n']);
      const [mine, theirs] = [`SELECT * FROM main."${name}"`, `SELECT * FROM fresh."${name}"`];
      differences.push({
        table: name,
        rows: await count(mine),
        missing: await count(`${theirs} EXCEPT ${mine}`),
        stale: await count(`${mine} EXCEPT ${theirs}`),
      });
    }
    return differences;
  } finally {
    client.close();
  }
}
