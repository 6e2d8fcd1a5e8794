/** Opens the index of a lab folder: one SQLite file, or a remote libsql server by URL. */
import { mkdir, stat } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { type Client, createClient } from '@libsql/client';
import { drizzle, type LibSQLDatabase } from 'drizzle-orm/libsql';
import { describeDatabaseFailure } from './failure.ts';
import { migrateDatabase } from './migrate.ts';
import { type Writer, writerOf } from './writer.ts';

export type Database = LibSQLDatabase<Record<string, never>>;

export interface Store {
  readonly lab: string;
  /** File path, or the URL of a server: what messages name. */
  readonly where: string;
  /** Runs a query; SQLite's failures come out as LabErrors. */
  read<T>(query: (database: Database) => Promise<T>): Promise<T>;
  /**
   * Runs one statement that commits by itself. It cannot be caught between two steps of its own, as a transaction can:
   * several stores of one process may use it at once.
   */
  runOne<T>(statement: (database: Database) => Promise<T>): Promise<T>;
  /** Runs one transaction that holds the write lock: all of it happens, or nothing. */
  write<T>(change: (writer: Writer) => Promise<T>): Promise<T>;
  /** True when `parallax db rebuild` has put another file in this one's place: open it anew. */
  isReplaced(): Promise<boolean>;
  close(): Promise<void>;
}

export interface OpenStoreOptions {
  /** Lab folder. */
  readonly lab: string;
  /** Default: LAB/parallax.db. `libsql://...` or `http://...` names a server. */
  readonly url?: string;
  readonly authToken?: string;
  /** How long a statement waits for another process's write lock. */
  readonly busyTimeoutMs?: number;
}

export function databasePath(lab: string): string {
  return join(resolve(lab), 'parallax.db');
}

/**
 * Opens (and creates, if need be) the database and brings its tables up to date.
 * @throws ConfigError `newer-database`, `not-writable`; DataFormatError `database-damaged`; LabError `database-locked`.
 */
export async function openStore(options: OpenStoreOptions): Promise<Store> {
  const { lab, busyTimeoutMs = 5000, authToken } = options;
  const url = options.url ?? pathToFileURL(databasePath(lab)).href;
  const local = url.startsWith('file:');
  const where = options.url ?? databasePath(lab);
  const path = local ? new URL(url) : null;
  const guarded = async <T>(action: () => Promise<T>): Promise<T> => {
    try {
      return await action();
    } catch (error) {
      throw describeDatabaseFailure(where, lab, error);
    }
  };
  const client = await guarded(async () => {
    if (path !== null) await mkdir(dirname(decodeURIComponent(path.pathname)), { recursive: true });
    const opened = createClient({
      url,
      timeout: busyTimeoutMs,
      ...(authToken === undefined ? {} : { authToken }),
    });
    try {
      await prepare(opened, local, where);
      return opened;
    } catch (error) {
      opened.close();
      throw error;
    }
  });
  const database: Database = drizzle({ client });
  const inode = path === null ? null : await inodeOf(path);
  return {
    lab,
    where,
    read: (query) => guarded(() => query(database)),
    runOne: (statement) => guarded(() => statement(database)),
    write: (change) =>
      guarded(async () => {
        const transaction = await client.transaction('write');
        try {
          const result = await change(writerOf(transaction, database));
          await transaction.commit();
          return result;
        } finally {
          // Rolls back what was not committed.
          transaction.close();
        }
      }),
    isReplaced: async () => path !== null && (await inodeOf(path)) !== inode,
    close: async () => {
      if (client.closed) return;
      // Folds the write-ahead log into the file, so that a closed database is one file that can be copied or renamed.
      if (local) await client.execute('PRAGMA wal_checkpoint(TRUNCATE)').catch(() => undefined);
      client.close();
    },
  };
}

async function prepare(client: Client, local: boolean, where: string): Promise<void> {
  if (local) {
    // Readers go on while one process writes; the mode is kept in the file.
    const mode = await client.execute('PRAGMA journal_mode');
    if (mode.rows[0]?.['journal_mode'] !== 'wal') await client.execute('PRAGMA journal_mode = WAL');
  }
  await migrateDatabase(client, where);
}

async function inodeOf(path: URL): Promise<bigint | null> {
  return stat(path, { bigint: true }).then(
    (info) => info.ino,
    () => null,
  );
}
