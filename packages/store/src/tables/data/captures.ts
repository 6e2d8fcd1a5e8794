/** Real captures: those of data sets, and those that stand in LAB/captures. */

import type { Capture, Split } from '@parallax/dataset';
import { primaryKey, real, sqliteTable, text } from 'drizzle-orm/sqlite-core';

export const captures = sqliteTable(
  'captures',
  {
    /** Empty for a capture of LAB/captures that belongs to no data set. */
    dataset: text().notNull(),
    captureId: text('capture_id').notNull(),
    split: text().$type<Split>().notNull(),
    format: text().notNull(),
    folder: text().notNull(),
    sourceDigest: text('source_digest').notNull(),
    /** Mean camera-object distance in the reconstruction's units. */
    scale: real().notNull(),
    estimates: text({ mode: 'json' }).$type<Capture['estimates']>().notNull(),
    warnings: text({ mode: 'json' }).$type<string[]>().notNull(),
  },
  (table) => [primaryKey({ columns: [table.dataset, table.captureId] })],
);
