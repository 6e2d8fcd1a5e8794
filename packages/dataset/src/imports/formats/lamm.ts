/** LAMM: a JSON array of items with one picture; items about point clouds have none and are refused. */
import { DataInvalidError } from '@parallax/lab';
import { parseRecord } from '@parallax/lab/node';
import { z } from 'zod';
import type { ForeignRow, ImportFormat } from '../foreign-row.ts';
import { questionOfTurns, TurnsSchema } from './turns.ts';

const RowSchema = z.looseObject({
  id: z.union([z.string(), z.number()]).nullish(),
  image: z.string().optional(),
  pcl: z.string().optional(),
  conversations: TurnsSchema,
  task_type: z.string().nullish(),
  parallax: z.string().nullish(),
});

export const lamm: ImportFormat = {
  container: 'json',
  isRowFile: (name) => name.endsWith('.json') && !name.startsWith('export.'),
  decode: (value, where): ForeignRow => {
    const row = parseRecord(where, value, RowSchema);
    if (row.image === undefined) {
      throw new DataInvalidError('no-picture', `${where}: the item has no picture.`, {
        remedy: row.pcl === undefined ? 'Mend the row.' : 'Point clouds are not read.',
      });
    }
    return {
      id: row.id === undefined || row.id === null ? null : String(row.id),
      category: row.task_type ?? 'normal',
      split: null,
      ...questionOfTurns(row.conversations, 1, where),
      pictures: [{ path: row.image }],
      record: row.parallax ?? null,
    };
  },
};
