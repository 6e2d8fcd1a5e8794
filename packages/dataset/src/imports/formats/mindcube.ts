/** MindCube: raw JSON lines, or its conversations for training. */
import { parseRecord } from '@parallax/lab/node';
import { z } from 'zod';
import type { ForeignRow, ImportFormat } from '../foreign-row.ts';
import { inlineOptions, typedAnswer } from './answers.ts';
import { questionOfTurns, TurnsSchema, withMarkers } from './turns.ts';

const RowSchema = z.looseObject({
  id: z.union([z.string(), z.number()]).nullish(),
  category: z.union([z.array(z.string()), z.string()]).nullish(),
  type: z.string().nullish(),
  question: z.string().optional(),
  images: z.array(z.string()),
  gt_answer: z.string().nullish(),
  /** Some of its files use this key instead. */
  answer: z.string().nullish(),
  conversations: TurnsSchema.optional(),
  parallax: z.string().nullish(),
});

export const mindcube: ImportFormat = {
  container: 'json',
  isRowFile: (name) => /\.jsonl?$/.test(name) && !name.startsWith('export.'),
  decode: (value, where): ForeignRow => {
    const row = parseRecord(where, value, RowSchema);
    const category = Array.isArray(row.category) ? row.category[0] : row.category;
    return {
      id: row.id === undefined || row.id === null ? null : String(row.id),
      category: row.type ?? category ?? 'unknown',
      split: null,
      ...(row.question === undefined
        ? questionOfTurns(row.conversations ?? [], row.images.length, where)
        : asked(row.question, row.gt_answer ?? row.answer ?? null, row.images.length, where)),
      pictures: row.images.map((path) => ({ path })),
      record: row.parallax ?? null,
    };
  },
};

function asked(question: string, answer: string | null, pictures: number, where: string) {
  const options = inlineOptions(question);
  return {
    text: withMarkers(question, pictures, where),
    system: null,
    options,
    ...typedAnswer(answer, options),
    completion: null,
  };
}
