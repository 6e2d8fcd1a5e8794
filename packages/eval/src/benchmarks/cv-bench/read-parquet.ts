/** CV-Bench's own files, `test_2d.parquet` and `test_3d.parquet`, as the rows that VLMEvalKit's tables of them have. */
import { type PictureSource, readParquetRows } from '@parallax/dataset/files';
import { letterOf } from '@parallax/rewards';
import { z } from 'zod';
import { parseRow } from '../files/parse-rows.ts';
import { columnAsPandas } from '../pandas/pandas-column.ts';
import type { VlmRow } from '../vlmevalkit/row.ts';

const RowSchema = z
  .object({
    idx: z.coerce.number().int().min(0),
    type: z.enum(['2D', '3D']),
    task: z.string().min(1),
    question: z.string(),
    choices: z.array(z.string()).min(2).max(26),
    answer: z.string().regex(/^\([A-Z]\)$/, 'must be a letter such as "(A)"'),
    prompt: z.string(),
    source: z.string().min(1),
  })
  .refine(({ answer, choices }) => answer <= `(${letterOf(choices.length - 1)})`, {
    path: ['answer'],
    message: 'is the letter of no choice',
  });
const BytesSchema = z.instanceof(Uint8Array);
const ImageSchema = z.object({
  image: z.union([BytesSchema, z.object({ bytes: BytesSchema }).transform(({ bytes }) => bytes)]),
});

/** @throws DataFormatError `not-parquet` | `wrong-shape` naming file, row and column. */
export async function readCvBenchParquet(path: string): Promise<VlmRow[]> {
  const items: z.infer<typeof RowSchema>[] = [];
  for await (const { row, value } of readParquetRows(path)) {
    items.push(parseRow(`${path} row ${row}`, value, RowSchema));
  }
  const width = Math.max(0, ...items.map(({ choices }) => choices.length));
  const letters = Array.from({ length: width }, (_, i) => letterOf(i));
  const columns = letters.map((_, i) => columnAsPandas(items.map(({ choices }) => choices[i] ?? '')));
  return items.map((item, row) => {
    const cells: Record<string, string> = {
      index: String(item.idx),
      question: item.question,
      ...Object.fromEntries(letters.map((letter, i) => [letter, item.choices[i] ?? ''])),
      answer: item.answer.slice(1, -1),
      category: item.task,
      prompt: item.prompt,
      source: item.source,
      split: item.type,
    };
    const options = letters.map((letter, i) => [letter, columns[i]![row]!] as const);
    return {
      id: item.idx,
      category: item.task,
      groupId: String(item.idx),
      place: { path, columns: Object.keys(cells), row, offset: 0 },
      picturesAt: { row, offset: 0 },
      cells,
      options: Object.fromEntries(options.filter(([, value]) => value !== null)),
      answer: cells['answer']!,
    };
  });
}

/** @throws DataFormatError as `readCvBenchParquet`. */
export async function parquetPicture({ place }: VlmRow): Promise<PictureSource[]> {
  for await (const { value } of readParquetRows(place.path, place.row)) {
    return [{ bytes: parseRow(`${place.path} row ${place.row}`, value, ImageSchema).image }];
  }
  return [];
}
