/** BLINK: 14 sub tasks of a few pictures and two to four options. Layout: `<sub_task>/val-*.parquet`. */
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { readParquetRows } from '@parallax/dataset/files';
import { ConfigError, DataInvalidError } from '@parallax/lab';
import { z } from 'zod';
import { rotateListedOptions } from '../../tasks/rotate-listed-options.ts';
import type { Benchmark } from '../benchmark.ts';
import { parseRow, refuseDuplicates } from '../files/parse-rows.ts';
import { readPictures } from '../files/read-pictures.ts';
import { picturePrompt, strictLetter } from '../prompts/picture-prompt.ts';
import { blinkLmmsEval } from './lmms-eval.ts';
import type { BlinkRow } from './row.ts';

const RowSchema = z.object({
  idx: z.string(),
  sub_task: z.string(),
  prompt: z.string(),
  choices: z.array(z.string()),
  answer: z.string().regex(/^\(?[A-Z]\)?$/, 'must be a letter such as "(A)"'),
});
const PictureSchema = z.object({ bytes: z.instanceof(Uint8Array) }).nullish();

export const blink: Benchmark<BlinkRow> = {
  name: 'blink',
  description: 'BLINK: visual perception in 14 sub tasks, validation split',
  prompt: 'official',
  load: async (folder) => {
    const rows: BlinkRow[] = [];
    for (const file of await splitFiles(folder)) {
      for await (const { row, value } of readParquetRows(join(folder, file))) {
        const { idx, sub_task, ...rest } = parseRow(`${file} row ${row}`, value, RowSchema);
        rows.push({ id: idx, category: sub_task, groupId: idx, file, rowInFile: row, ...rest });
      }
    }
    refuseDuplicates(folder, rows);
    return rows;
  },
  scorers: { 'lmms-eval': blinkLmmsEval },
  strict: (row, completion) => strictLetter(completion, row.choices, letterOf(row)),
  rotated: (row, steps) => {
    const listed = { text: row.prompt, options: row.choices, answer: letterOf(row) };
    const moved = rotateListedOptions(listed, steps);
    if (moved === null) return null;
    return { ...row, prompt: moved.text, choices: moved.options, answer: `(${moved.answer})` };
  },
  sample: async (folder, row) => {
    const where = `${row.file} row ${row.rowInFile}`;
    const images = await readPictures(await picturesOf(folder, row, where), folder, where);
    const letters = row.choices.map((_, i) => String.fromCharCode(65 + i)).join(', ');
    const note = `Note: You only need to respond with ${letters} without providing any additional information.\n`;
    return {
      id: row.id,
      kind: row.category,
      groupId: row.groupId,
      messages: picturePrompt(images.length, `${note}${row.prompt}`),
      images,
      answer: letterOf(row),
      chance: 1 / row.choices.length,
    };
  },
};

function letterOf({ answer }: BlinkRow): string {
  return answer.replace(/[()]/g, '');
}

async function splitFiles(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => []);
  const files: string[] = [];
  for (const { name } of entries
    .filter((entry) => entry.isDirectory())
    .sort((a, b) => (a.name < b.name ? -1 : 1))) {
    const inside = await readdir(join(folder, name));
    files.push(
      ...inside
        .filter((file) => /^val-.*\.parquet$/.test(file))
        .sort()
        .map((file) => join(name, file)),
    );
  }
  if (files.length > 0) return files;
  throw new ConfigError('file-missing', `${folder} holds no <sub_task>/val-*.parquet.`, {
    remedy: 'Give the folder of BLINK in its official layout; the test split has no answers.',
  });
}

/** Pictures are read when asked for: the rows of all sub tasks together hold gigabytes. */
async function picturesOf(folder: string, row: BlinkRow, where: string): Promise<{ bytes: Uint8Array }[]> {
  for await (const { value } of readParquetRows(join(folder, row.file), row.rowInFile)) {
    const names = Object.keys(value).filter((name) => /^image_\d+$/.test(name));
    const pictures = names
      .map((name) => parseRow(where, { [name]: value[name] }, z.object({ [name]: PictureSchema }))[name])
      .filter((picture) => picture !== null && picture !== undefined);
    if (pictures.length > 0) return pictures;
    break;
  }
  throw new DataInvalidError('missing-image', `${where} has no picture.`, {
    remedy: 'Fetch the file again.',
  });
}
