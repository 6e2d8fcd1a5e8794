/** MMSI-Bench: several pictures, four options in the question's text. Layout: `MMSI_bench.tsv` or `MMSI_Bench.parquet`. */
import { join } from 'node:path';
import { type PictureSource, readParquetRows, readTsv } from '@parallax/dataset/files';
import { z } from 'zod';
import { rotateListedOptions } from '../../tasks/rotate-listed-options.ts';
import type { Benchmark } from '../benchmark.ts';
import { easiChoiceReport } from '../easi/score.ts';
import { parseRow, refuseDuplicates } from '../files/parse-rows.ts';
import { readPictures } from '../files/read-pictures.ts';
import { requireFile } from '../files/require-file.ts';
import { completionsAsScored } from '../pandas/spreadsheet.ts';
import { picturePrompt, strictLetter } from '../prompts/picture-prompt.ts';
import { mmsiLmmsEval } from './lmms-eval.ts';
import { mmsiOfficial } from './official.ts';
import { mmsiOfficialCircular } from './official-circular.ts';
import { ID_STEP, optionsOf } from './rotate-options.ts';
import type { MmsiRow } from './row.ts';

/** Shared by both files, which name two columns differently. */
const RowSchema = z.object({
  id: z.coerce.number().int().min(0).lt(ID_STEP),
  question: z.string().min(1),
  answer: z.string().min(1),
  category: z.string(),
});
const ImagesSchema = z.object({
  images: z.array(z.union([z.string(), z.instanceof(Uint8Array)])).min(1),
});
const POST_PROMPT =
  "Answer with the option's letter from the given choices directly. Enclose the option's letter within ``.";

export const mmsiBench: Benchmark<MmsiRow> = {
  name: 'mmsi-bench',
  description: 'MMSI-Bench: spatial questions over several pictures, also with rotated options',
  prompt: 'official',
  load: async (folder) => {
    const path = await dataFile(folder);
    const rows: MmsiRow[] = [];
    for await (const { value, ...place } of readRows(path)) {
      const fields = parseRow(`${path} row ${place.row}`, value, RowSchema);
      rows.push({ ...fields, groupId: String(fields.id), place });
    }
    refuseDuplicates(path, rows);
    return rows;
  },
  scorers: {
    // Official predictions pass through .xlsx; the benchmark's own writer still makes formulas of "=...".
    'mmsi-official': {
      score: (rows, predictions) =>
        mmsiOfficial.score(rows, completionsAsScored(predictions, { formulas: true })),
    },
    'mmsi-official-circular': {
      ...mmsiOfficialCircular,
      score: (rows, predictions) =>
        mmsiOfficialCircular.score(rows, completionsAsScored(predictions, { formulas: true })),
    },
    'lmms-eval': mmsiLmmsEval,
    'vlmevalkit-easi': {
      score: (rows, predictions) =>
        easiChoiceReport(rows, completionsAsScored(predictions, { formulas: false })),
    },
  },
  strict: (row, completion) =>
    strictLetter(completion, [...optionsOf(row.question).options.values()], row.answer),
  forms: ({ id }) => ({ rotation: String(id % ID_STEP) }),
  rotated: (row, steps) => {
    const options = [...optionsOf(row.question).options.values()];
    const moved = rotateListedOptions({ ...row, text: row.question, options }, steps);
    return moved === null ? null : { ...row, question: moved.text, answer: moved.answer };
  },
  sample: async (folder, row) => {
    const path = await dataFile(folder);
    const where = `${path} id ${row.id}`;
    const images = await readPictures(await picturesOf(path, row, where), folder, where);
    return {
      id: String(row.id),
      kind: row.category,
      groupId: row.groupId,
      messages: picturePrompt(images.length, `${row.question}\n${POST_PROMPT}`),
      images,
      answer: row.answer,
      chance: 1 / Math.max(1, optionsOf(row.question).options.size),
    };
  },
};

function dataFile(folder: string): Promise<string> {
  return requireFile(join(folder, 'MMSI_bench.tsv'), join(folder, 'MMSI_Bench.parquet'));
}

/** Rows of either file under the names of `RowSchema`; `images` is a list, or the text of one in the TSV. */
async function* readRows(
  path: string,
  from: MmsiRow['place'] = { row: 0 },
): AsyncGenerator<MmsiRow['place'] & { value: Record<string, unknown> }> {
  if (path.endsWith('.tsv')) {
    for await (const { cells, ...tsv } of readTsv(path, from.tsv)) {
      yield { row: tsv.row, tsv, value: { ...cells, id: cells['index'], images: cells['image'] } };
    }
    return;
  }
  for await (const { row, value } of readParquetRows(path, from.row)) {
    yield { row, value: { ...value, id: Number(value['id']), category: value['question_type'] } };
  }
}

async function picturesOf(path: string, { place }: MmsiRow, where: string): Promise<PictureSource[]> {
  for await (const { value } of readRows(path, place)) {
    const { images } = parseRow(where, { images: listOf(value['images']) }, ImagesSchema);
    return images.map((image) => (typeof image === 'string' ? { base64: image } : { bytes: image }));
  }
  return [];
}

/** A cell of the TSV holds a JSON list of base64 texts, or one of them bare. */
function listOf(images: unknown): unknown {
  if (typeof images !== 'string') return images;
  try {
    return images.startsWith('[') ? JSON.parse(images) : [images];
  } catch {
    return images;
  }
}
