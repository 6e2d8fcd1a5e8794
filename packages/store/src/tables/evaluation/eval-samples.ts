/** One row a line of samples.jsonl; a failed request is a row with an error code. */

import type { EvalSample } from '@parallax/eval/schema';
import { sql } from 'drizzle-orm';
import { index, integer, primaryKey, real, sqliteTable, text } from 'drizzle-orm/sqlite-core';

export const evalSamples = sqliteTable(
  'eval_samples',
  {
    evaluation: text().notNull(),
    /** Line of samples.jsonl, from 0. */
    position: integer().notNull(),
    sampleId: text('sample_id').notNull(),
    kind: text().notNull(),
    groupId: text('group_id').notNull(),
    prompt: text().notNull(),
    imageDigests: text('image_digests', { mode: 'json' }).$type<string[]>().notNull(),
    answer: text().notNull(),
    chance: real().notNull(),
    completion: text(),
    score: text({ mode: 'json' }).$type<NonNullable<EvalSample['score']>>(),
    /** The score's value, null without a score: what lists filter by. */
    value: real(),
    parsed: text(),
    failure: text(),
    errorCode: text('error_code'),
    errorMessage: text('error_message'),
    /** correct: full score; wrong: parsed, less than that; unparsed: no answer found; error: the request failed. */
    outcome: text({ enum: ['correct', 'wrong', 'unparsed', 'error'] })
      .notNull()
      .generatedAlwaysAs(
        sql`case when error_code is not null then 'error' when failure is not null then 'unparsed' when value >= 1 then 'correct' else 'wrong' end`,
        { mode: 'virtual' },
      ),
    latencyMs: real('latency_ms').notNull(),
    completionTokens: integer('completion_tokens'),
  },
  (table) => [
    primaryKey({ columns: [table.evaluation, table.position] }),
    index('eval_samples_by_id').on(table.evaluation, table.sampleId),
    index('eval_samples_by_kind').on(table.evaluation, table.kind, table.position),
    index('eval_samples_by_outcome').on(table.evaluation, table.outcome, table.kind, table.position),
  ],
);
