/**
 * VLMEvalKit: TSV rows with base64 pictures, one or a list literal, or picture paths. A value of at most 64 characters
 * in the column `image` is the index of another row whose pictures are meant; the table resolves it before decoding.
 */
import { DataFormatError } from '@parallax/lab';
import { parseRecord } from '@parallax/lab/node';
import { z } from 'zod';
import type { PictureSource } from '../files/pictures.ts';
import type { ForeignRow, ImportFormat } from '../foreign-row.ts';
import { inlineOptions, typedAnswer } from './answers.ts';
import { withMarkers } from './turns.ts';

export const MOST_REFERENCE_CHARACTERS = 64;

const RowSchema = z.looseObject({
  index: z.string().min(1),
  question: z.string().min(1),
  image: z.string().optional(),
  image_path: z.string().optional(),
  hint: z.string().optional(),
  answer: z.string().optional(),
  category: z.string().optional(),
  split: z.string().optional(),
  id: z.string().optional(),
  parallax: z.string().optional(),
});

export const vlmevalkit: ImportFormat = {
  container: 'tsv',
  isRowFile: (name) => name.endsWith('.tsv'),
  interleaved: true,
  decode: (value, where): ForeignRow => {
    const row = parseRecord(where, value, RowSchema);
    const pictures = picturesOf(row.image, row.image_path, where);
    const columns = [...'ABCDEFGH'].map((letter) => row[letter]);
    const filled = columns.findIndex((option) => typeof option !== 'string' || option === '');
    const own = columns.slice(0, filled < 0 ? columns.length : filled).map(String);
    const options = own.length > 0 ? own : inlineOptions(row.question);
    const hint = row.hint === undefined || row.hint === '' ? '' : `Hint: ${row.hint}\n`;
    const listed = own.map((option, i) => `\n${String.fromCharCode(65 + i)}. ${option}`).join('');
    const answer = row.answer === undefined || row.answer === '' ? null : row.answer;
    return {
      id: row.id || row.index,
      category: row.category || 'unknown',
      split: row.split || null,
      text: withMarkers(`${hint}${row.question}${listed}`, pictures.length, where),
      system: null,
      options,
      ...typedAnswer(answer, options),
      completion: null,
      pictures,
      record: row.parallax || null,
    };
  },
};

/** Strings of a list literal as Python or JSON write it; the value itself when it is none. */
export function listOrOne(value: string, where: string): string[] {
  const text = value.trim();
  if (!text.startsWith('[') || !text.endsWith(']')) return [text];
  // Strings of paths and base64 hold no quotes of their own, so both spellings of a list are read alike.
  const items = text
    .slice(1, -1)
    .split(',')
    .map((item) => item.trim());
  return items.map((item) => {
    const inner = /^(["'])([^"']*)\1$/.exec(item)?.[2];
    if (inner !== undefined) return inner;
    throw new DataFormatError('not-a-list', `${where}: "${item.slice(0, 20)}" is no string of a list.`, {
      remedy: 'Lists of pictures are written as ["...", "..."].',
    });
  });
}

function picturesOf(image: string | undefined, path: string | undefined, where: string): PictureSource[] {
  if (image !== undefined && image !== '') return listOrOne(image, where).map((base64) => ({ base64 }));
  if (path !== undefined && path !== '') return listOrOne(path, where).map((name) => ({ path: name }));
  return [];
}
