/** Evaluations and their metrics. The folder's name under LAB/evaluations is the key. */
import { index, integer, primaryKey, real, sqliteTable, text } from 'drizzle-orm/sqlite-core';

export const evaluations = sqliteTable(
  'evaluations',
  {
    /** Name of the folder under LAB/evaluations. */
    name: text().primaryKey(),
    evaluationId: text('evaluation_id').notNull(),
    task: text().notNull(),
    model: text().notNull(),
    weightsDigest: text('weights_digest'),
    datasetDigest: text('dataset_digest'),
    config: text({ mode: 'json' }).$type<Record<string, unknown>>().notNull(),
    samplesSha256: text('samples_sha256').notNull(),
    codeCommit: text('code_commit').notNull(),
    /** Digest of log.json and samples.jsonl as they were indexed. */
    filesSha256: text('files_sha256').notNull(),
  },
  (table) => [index('evaluations_by_weights').on(table.weightsDigest)],
);

export const evaluationMetrics = sqliteTable(
  'evaluation_metrics',
  {
    evaluation: text().notNull(),
    /** Place in the log. */
    position: integer().notNull(),
    kind: text().notNull(),
    accuracy: real().notNull(),
    ciLow: real('ci_low').notNull(),
    ciHigh: real('ci_high').notNull(),
    interval: text().notNull(),
    chance: real().notNull(),
    chanceCorrected: real('chance_corrected').notNull(),
    n: integer().notNull(),
    groups: integer().notNull(),
    unparsedRate: real('unparsed_rate').notNull(),
    errorRate: real('error_rate').notNull(),
  },
  (table) => [primaryKey({ columns: [table.evaluation, table.position] })],
);
