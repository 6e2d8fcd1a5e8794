/** Brings a database to this checkout's tables. Safe when several processes open a new database at once. */
import { fileURLToPath } from 'node:url';
import type { Client } from '@libsql/client';
import { ConfigError } from '@parallax/lab';
import { type MigrationMeta, readMigrationFiles } from 'drizzle-orm/migrator';

/** Written by drizzle-kit from tables/, committed. */
const MIGRATIONS_FOLDER = fileURLToPath(new URL('../migrations', import.meta.url));
const LEDGER = '__drizzle_migrations';

/**
 * Applies the migrations that the database has not seen, in one transaction that holds the write lock from its start.
 * @throws ConfigError `newer-database` when the database has migrations that this checkout does not know.
 */
export async function migrateDatabase(client: Client, where: string): Promise<void> {
  const known = readMigrationFiles({ migrationsFolder: MIGRATIONS_FOLDER });
  // The common case needs no lock: readers must not wait for a writer only to learn that nothing is to be done.
  if (pendingOf(known, await appliedMigrations(client), where).length === 0) return;
  const transaction = await client.transaction('write');
  try {
    await transaction.execute(
      `CREATE TABLE IF NOT EXISTS ${LEDGER} (id INTEGER PRIMARY KEY, hash text NOT NULL, created_at numeric)`,
    );
    const rows = await transaction.execute(`SELECT hash FROM ${LEDGER}`);
    const applied = rows.rows.map((row) => String(row['hash']));
    for (const migration of pendingOf(known, applied, where)) {
      for (const statement of migration.sql) await transaction.execute(statement);
      await transaction.execute({
        sql: `INSERT INTO ${LEDGER} (hash, created_at) VALUES (?, ?)`,
        args: [migration.hash, migration.folderMillis],
      });
    }
    await transaction.commit();
  } finally {
    transaction.close();
  }
}

async function appliedMigrations(client: Client): Promise<string[]> {
  const { rows } = await client.execute({
    sql: 'SELECT name FROM sqlite_master WHERE type = ? AND name = ?',
    args: ['table', LEDGER],
  });
  if (rows.length === 0) return [];
  const applied = await client.execute(`SELECT hash FROM ${LEDGER}`);
  return applied.rows.map((row) => String(row['hash']));
}

function pendingOf(
  known: readonly MigrationMeta[],
  applied: readonly string[],
  where: string,
): MigrationMeta[] {
  const foreign = applied.find((hash) => !known.some((migration) => migration.hash === hash));
  if (foreign !== undefined) {
    throw new ConfigError(
      'newer-database',
      `${where} was written by a newer Parallax (migration ${foreign.slice(0, 12)}).`,
      {
        remedy:
          'Update this checkout, or run `parallax db rebuild`: it makes a database of this version from the files.',
      },
    );
  }
  return known.filter((migration) => !applied.includes(migration.hash));
}
