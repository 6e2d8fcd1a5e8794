/** LLaMA-Factory and ms-swift: JSON rows of messages or conversations with picture paths. */
import { parseRecord } from '@parallax/lab/node';
import { z } from 'zod';
import type { ForeignRow, ImportFormat } from '../foreign-row.ts';
import { questionOfTurns, TurnsSchema } from './turns.ts';

const RowSchema = z.looseObject({
  id: z.union([z.string(), z.number()]).nullish(),
  messages: TurnsSchema.optional(),
  conversations: TurnsSchema.optional(),
  system: z.string().nullish(),
  images: z.union([z.array(z.string()), z.string()]).nullish(),
  solution: z.union([z.string(), z.number()]).nullish(),
  kind: z.string().nullish(),
  parallax: z.string().nullish(),
});

function decode(value: unknown, where: string): ForeignRow {
  const row = parseRecord(where, value, RowSchema);
  const paths = typeof row.images === 'string' ? [row.images] : (row.images ?? []);
  const turns = row.messages ?? row.conversations ?? [];
  const solution = row.solution === undefined || row.solution === null ? null : String(row.solution);
  const asked = questionOfTurns(turns, paths.length, where, solution);
  return {
    id: row.id === undefined || row.id === null ? null : String(row.id),
    category: row.kind ?? 'unknown',
    split: null,
    ...asked,
    system: asked.system ?? row.system ?? null,
    pictures: paths.map((path) => ({ path })),
    record: row.parallax ?? null,
  };
}

const base = { container: 'json', decode } as const;

export const llamafactory: ImportFormat = {
  ...base,
  isRowFile: (name) => /\.jsonl?$/.test(name) && name !== 'dataset_info.json' && !name.startsWith('export.'),
};

export const msSwift: ImportFormat = {
  ...base,
  isRowFile: (name) => /\.jsonl?$/.test(name) && !name.startsWith('export.'),
};
