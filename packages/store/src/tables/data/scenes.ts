/** Rendered scenes of data sets. */

import type { Split } from '@parallax/dataset';
import { integer, primaryKey, sqliteTable, text } from 'drizzle-orm/sqlite-core';

export const scenes = sqliteTable(
  'scenes',
  {
    dataset: text().notNull(),
    sceneId: text('scene_id').notNull(),
    split: text().$type<Split>().notNull(),
    seed: text().notNull(),
    subjectId: text('subject_id').notNull(),
    objectCount: integer('object_count').notNull(),
    /** Noun of the subject: "chair". Null when the scene does not list its subject. */
    subjectFamily: text('subject_family'),
  },
  (table) => [primaryKey({ columns: [table.dataset, table.sceneId] })],
);
