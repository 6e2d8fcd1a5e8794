/** Reports. The folder's name under LAB/reports is the key. */
import { sqliteTable, text } from 'drizzle-orm/sqlite-core';

export const reports = sqliteTable('reports', {
  /** Name of the folder under LAB/reports. */
  name: text().primaryKey(),
  reportId: text('report_id').notNull(),
  evaluationIds: text('evaluation_ids', { mode: 'json' }).$type<string[]>().notNull(),
  runIds: text('run_ids', { mode: 'json' }).$type<string[]>().notNull(),
  datasetDigests: text('dataset_digests', { mode: 'json' }).$type<string[]>().notNull(),
  htmlSha256: text('html_sha256').notNull(),
  codeCommit: text('code_commit').notNull(),
});
