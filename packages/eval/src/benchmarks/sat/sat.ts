/**
 * SAT, spatial aptitude training: what moved, how the camera turned, what an action would lead to.
 * Layout: `SAT_test.parquet` (real photographs), else `SAT_val.parquet`, else `[data/]test-*.parquet` of its copies.
 */
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { readParquetRows } from '@parallax/dataset/files';
import { ConfigError, DataInvalidError } from '@parallax/lab';
import { sha256 } from '@parallax/lab/node';
import { letterOf } from '@parallax/rewards';
import { z } from 'zod';
import { rotateOptionList } from '../../tasks/rotate-listed-options.ts';
import type { Benchmark } from '../benchmark.ts';
import { parseRow } from '../files/parse-rows.ts';
import { readPictures } from '../files/read-pictures.ts';
import { flagEvalScorer } from '../flagevalmm/read-choice.ts';
import { picturePrompt, strictLetter } from '../prompts/picture-prompt.ts';
import { satLmmsEval, satPrompt } from './lmms-eval.ts';
import { satOfficial, satReasoning } from './official.ts';
import type { SatRow } from './row.ts';

const BytesSchema = z.instanceof(Uint8Array);
const RowSchema = z.object({
  question: z.string().min(1),
  answers: z.array(z.string()).min(2).max(26),
  question_type: z.string(),
  correct_answer: z.string().nullish(),
  /** Copies of the set name the right answer by its place. */
  correct_answer_idx: z.coerce.number().int().min(0).nullish(),
  image_bytes: z
    .array(z.union([BytesSchema, z.object({ bytes: BytesSchema }).transform(({ bytes }) => bytes)]))
    .min(1),
});

export const sat: Benchmark<SatRow> = {
  name: 'sat',
  description: 'SAT: motion, actions and perspective from one or two pictures',
  prompt: 'lmms-eval',
  load: async (folder) => {
    const rows: SatRow[] = [];
    for (const path of await dataFiles(folder)) {
      for await (const { row, value } of readParquetRows(path)) {
        const where = `${path} row ${row}`;
        const { question, answers, question_type, image_bytes, ...right } = parseRow(where, value, RowSchema);
        const index = right.correct_answer_idx ?? answers.indexOf(right.correct_answer ?? '');
        const answer = answers[index];
        if (answer === undefined) {
          throw new DataInvalidError(
            'missing-answer',
            `${where}: its correct answer is none of its answers.`,
            {
              remedy: 'Fetch the file again, or leave the row out.',
            },
          );
        }
        rows.push({
          id: rows.length,
          category: question_type,
          // No column names the scene: questions about the same first picture belong together.
          groupId: sha256(image_bytes[0]!).slice(0, 16),
          path,
          rowInFile: row,
          question,
          options: answers,
          answer,
          letter: letterOf(index),
        });
      }
    }
    return rows;
  },
  scorers: {
    'sat-official': satOfficial,
    'sat-reasoning': satReasoning,
    'lmms-eval': satLmmsEval,
    flagevalmm: flagEvalScorer(({ letter }: SatRow) => letter),
  },
  strict: ({ options, letter }, completion) => strictLetter(completion, options, letter),
  rotated: (row, steps) => {
    const moved = rotateOptionList(row.options, row.letter, steps);
    return moved === null ? null : { ...row, options: moved.options, letter: moved.answer };
  },
  sample: async (folder, row) => {
    const where = `${row.path} row ${row.rowInFile}`;
    const images = await readPictures(await picturesOf(row, where), folder, where);
    return {
      id: String(row.id),
      kind: row.category,
      groupId: row.groupId,
      messages: picturePrompt(images.length, satPrompt(row)),
      images,
      answer: row.letter,
      chance: 1 / row.options.length,
    };
  },
};

async function dataFiles(folder: string): Promise<string[]> {
  for (const [inside, pattern] of [
    ['.', /^SAT_test\.parquet$/],
    ['.', /^SAT_val\.parquet$/],
    ['.', /^test-.*\.parquet$/],
    ['data', /^test-.*\.parquet$/],
  ] as const) {
    const names = (await readdir(join(folder, inside)).catch(() => [])).filter((name) => pattern.test(name));
    if (names.length > 0) return names.sort().map((name) => join(folder, inside, name));
  }
  throw new ConfigError('file-missing', `${folder} holds no SAT_test.parquet or SAT_val.parquet.`, {
    remedy: 'Give the folder of SAT in its official layout, or of a copy with test-*.parquet.',
  });
}

async function picturesOf({ path, rowInFile }: SatRow, where: string): Promise<{ bytes: Uint8Array }[]> {
  for await (const { value } of readParquetRows(path, rowInFile)) {
    return parseRow(where, value, RowSchema).image_bytes.map((bytes) => ({ bytes }));
  }
  return [];
}
