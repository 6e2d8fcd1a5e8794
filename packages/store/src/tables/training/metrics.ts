/** Training metrics, one number a row, and how far each growing file has been read. */
import { integer, primaryKey, real, sqliteTable, text } from 'drizzle-orm/sqlite-core';

export const metrics = sqliteTable(
  'metrics',
  {
    run: text().notNull(),
    key: text().notNull(),
    step: integer().notNull(),
    value: real().notNull(),
  },
  (table) => [primaryKey({ columns: [table.run, table.key, table.step] })],
);

/** Place in a file that only grows (metrics.jsonl, rollouts.jsonl), so that the next look reads only what is new. */
export const followedFiles = sqliteTable('followed_files', {
  /** Path below the lab folder. */
  path: text().primaryKey(),
  /** Bytes read so far: the end of a whole line. */
  offset: integer().notNull(),
  lines: integer().notNull(),
  /** SHA-256 of the bytes just before the offset: a file cut back by a resumed run and grown again shows here. */
  tailSha256: text('tail_sha256').notNull(),
});
