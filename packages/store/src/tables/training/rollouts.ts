/** Rollouts that a GRPO run kept for people to look at. */

import type { Rollout } from '@parallax/trainer/schema';
import { index, integer, primaryKey, real, sqliteTable, text } from 'drizzle-orm/sqlite-core';

export const rollouts = sqliteTable(
  'rollouts',
  {
    run: text().notNull(),
    /** Line of rollouts.jsonl, from 0. */
    line: integer().notNull(),
    step: integer().notNull(),
    questionId: text('question_id').notNull(),
    kind: text().notNull(),
    group: integer().notNull(),
    prompt: text().notNull(),
    completion: text().notNull(),
    reward: real().notNull(),
    rewardParts: text('reward_parts', { mode: 'json' }).$type<Rollout['rewardParts']>().notNull(),
    advantage: real().notNull(),
    tokens: integer().notNull(),
    truncated: integer({ mode: 'boolean' }).notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.run, table.line] }),
    index('rollouts_by_step').on(table.run, table.step),
    index('rollouts_by_question').on(table.questionId, table.run, table.step),
  ],
);
