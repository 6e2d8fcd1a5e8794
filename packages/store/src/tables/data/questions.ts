/** Questions: what lists and filters need. The whole record with its geometry stays in the Parquet shard. */

import type { Question, Split, ViewPair } from '@parallax/dataset';
import { index, integer, primaryKey, real, sqliteTable, text, uniqueIndex } from 'drizzle-orm/sqlite-core';

type Label = ViewPair['labels']['egoTranslation'];

export const questions = sqliteTable(
  'questions',
  {
    dataset: text().notNull(),
    questionId: text('question_id').notNull(),
    /** Row in the data set: what `Dataset.readRow` takes. */
    position: integer().notNull(),
    split: text().$type<Split>().notNull(),
    kind: text().notNull(),
    groupId: text('group_id').notNull(),
    pairId: text('pair_id'),
    subjectId: text('subject_id').notNull(),
    text: text().notNull(),
    options: text({ mode: 'json' }).$type<string[]>().notNull(),
    answer: text().notNull(),
    answerType: text('answer_type').$type<Question['answerType']>().notNull(),
    chance: real().notNull(),
    chain: text(),
    value: real(),
    unit: text(),
    margin: real().notNull(),
    viewCount: integer('view_count').notNull(),
    egoTranslation: text('ego_translation').$type<Label>(),
    egoRotation: text('ego_rotation').$type<Label>(),
    objectCentricTranslation: text('object_centric_translation').$type<Label>(),
  },
  (table) => [
    primaryKey({ columns: [table.dataset, table.questionId] }),
    uniqueIndex('questions_by_position').on(table.dataset, table.position),
    index('questions_by_kind').on(table.dataset, table.kind, table.split, table.position),
    index('questions_by_id').on(table.questionId),
  ],
);

/** Which views a question shows, in the order of its images. */
export const questionViews = sqliteTable(
  'question_views',
  {
    dataset: text().notNull(),
    questionId: text('question_id').notNull(),
    /** 0 is the first image. */
    place: integer().notNull(),
    viewId: text('view_id').notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.dataset, table.questionId, table.place] }),
    index('question_views_by_view').on(table.dataset, table.viewId),
  ],
);
