/** View pairs with the labels and angles that people filter and count by. */

import type { Split, ViewPair } from '@parallax/dataset';
import { primaryKey, real, sqliteTable, text } from 'drizzle-orm/sqlite-core';

/** null = the dead band: no label. */
type Label = ViewPair['labels']['egoTranslation'];

export const pairs = sqliteTable(
  'pairs',
  {
    dataset: text().notNull(),
    pairId: text('pair_id').notNull(),
    groupId: text('group_id').notNull(),
    split: text().$type<Split>().notNull(),
    viewA: text('view_a').notNull(),
    viewB: text('view_b').notNull(),
    egoTranslation: text('ego_translation').$type<Label>(),
    egoRotation: text('ego_rotation').$type<Label>(),
    objectCentricTranslation: text('object_centric_translation').$type<Label>(),
    horizontalAngleDeg: real('horizontal_angle_deg').notNull(),
    yawDeg: real('yaw_deg').notNull(),
    pitchDeg: real('pitch_deg').notNull(),
    /** Baseline in camera-object distances. */
    distance: real().notNull(),
  },
  (table) => [primaryKey({ columns: [table.dataset, table.pairId] })],
);
