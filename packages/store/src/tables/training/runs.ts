/** Training runs and their checkpoints. The folder's name under LAB/runs is the key. */

import type { TrainingRun } from '@parallax/trainer/schema';
import { index, integer, primaryKey, sqliteTable, text } from 'drizzle-orm/sqlite-core';

export const runs = sqliteTable('runs', {
  /** Name of the folder under LAB/runs. */
  name: text().primaryKey(),
  runId: text('run_id').notNull(),
  stage: text().$type<TrainingRun['stage']>().notNull(),
  datasetDigests: text('dataset_digests', { mode: 'json' }).$type<string[]>().notNull(),
  parentWeights: text('parent_weights'),
  config: text({ mode: 'json' }).$type<Record<string, unknown>>().notNull(),
  backend: text({ mode: 'json' }).$type<Record<string, unknown>>().notNull(),
  /** Content of result.json; null while the run has not finished. */
  result: text({ mode: 'json' }).$type<Record<string, unknown>>(),
  codeCommit: text('code_commit').notNull(),
});

export const checkpoints = sqliteTable(
  'checkpoints',
  {
    run: text().notNull(),
    step: integer().notNull(),
    checkpointId: text('checkpoint_id').notNull(),
    weightsDigest: text('weights_digest').notNull(),
    files: text({ mode: 'json' }).$type<Record<string, string>>().notNull(),
    codeCommit: text('code_commit').notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.run, table.step] }),
    index('checkpoints_by_weights').on(table.weightsDigest),
  ],
);
