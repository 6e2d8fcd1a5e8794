/** Views: which camera of which scene or capture made which image. */

import type { Split } from '@parallax/dataset';
import { index, integer, primaryKey, sqliteTable, text } from 'drizzle-orm/sqlite-core';

export const views = sqliteTable(
  'views',
  {
    dataset: text().notNull(),
    viewId: text('view_id').notNull(),
    groupId: text('group_id').notNull(),
    split: text().$type<Split>().notNull(),
    imageSha256: text('image_sha256').notNull(),
    imageName: text('image_name').notNull(),
    widthPx: integer('width_px').notNull(),
    heightPx: integer('height_px').notNull(),
    visibleObjects: integer('visible_objects').notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.dataset, table.viewId] }),
    index('views_by_image').on(table.imageSha256),
  ],
);
