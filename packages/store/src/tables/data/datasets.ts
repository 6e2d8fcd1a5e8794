/** Data sets with their shards and audits. The folder's name under LAB/datasets is the key of every row below it. */

import type { AuditLine, DatasetManifest, Split } from '@parallax/dataset';
import { index, integer, primaryKey, sqliteTable, text } from 'drizzle-orm/sqlite-core';

export const datasets = sqliteTable(
  'datasets',
  {
    /** Name of the folder under LAB/datasets. */
    name: text().primaryKey(),
    digest: text().notNull(),
    profile: text().notNull(),
    seed: text().notNull(),
    generatorVersion: text('generator_version').notNull(),
    imageSource: text('image_source').notNull(),
    splitRule: text('split_rule').notNull(),
    derivedFrom: text('derived_from', { mode: 'json' }).$type<string[]>().notNull(),
    config: text({ mode: 'json' }).$type<Record<string, unknown>>().notNull(),
    counts: text({ mode: 'json' }).$type<DatasetManifest['counts']>().notNull(),
    codeCommit: text('code_commit').notNull(),
  },
  (table) => [index('datasets_by_digest').on(table.digest)],
);

export const shards = sqliteTable(
  'shards',
  {
    dataset: text().notNull(),
    /** Place in the manifest. */
    position: integer().notNull(),
    path: text().notNull(),
    split: text().$type<Split>().notNull(),
    rows: integer().notNull(),
    bytes: integer().notNull(),
    sha256: text().notNull(),
    recordsPath: text('records_path').notNull(),
    recordsSha256: text('records_sha256').notNull(),
  },
  (table) => [primaryKey({ columns: [table.dataset, table.position] })],
);

export const audits = sqliteTable('audits', {
  dataset: text().primaryKey(),
  datasetDigest: text('dataset_digest').notNull(),
  passed: integer({ mode: 'boolean' }).notNull(),
  lines: text({ mode: 'json' }).$type<AuditLine[]>().notNull(),
  codeCommit: text('code_commit').notNull(),
});
