/** Who makes which shard just now. No index of records: it cannot be made again from the files, and need not be. */
import { integer, primaryKey, sqliteTable, text } from 'drizzle-orm/sqlite-core';

export const leases = sqliteTable(
  'leases',
  {
    /** The data set that is being made: its folder and the digest of its plan. */
    job: text().notNull(),
    shard: text().notNull(),
    /** The process that makes it: host, process id and a random part. */
    owner: text().notNull(),
    /** Unix time in milliseconds; the owner puts it off while it lives. */
    expiresAt: integer('expires_at').notNull(),
  },
  (table) => [primaryKey({ columns: [table.job, table.shard] })],
);
