/**
 * VSI-Bench: questions about a walk through rooms. Layout: `test*.parquet` or `test.jsonl`; videos are not decoded,
 * so a model is shown the frames that lie as pictures in `<dataset>/<scene_name>/`, in the order of their names.
 */
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { readJsonValues, readParquetRows } from '@parallax/dataset/files';
import { DataInvalidError } from '@parallax/lab';
import { letterOf, parseAnswer, pythonFloat, shareWithinTolerances } from '@parallax/rewards';
import { z } from 'zod';
import { rotateOptionList } from '../../tasks/rotate-listed-options.ts';
import type { Benchmark } from '../benchmark.ts';
import { parseRow, refuseDuplicates } from '../files/parse-rows.ts';
import { readPictures } from '../files/read-pictures.ts';
import { requireFile } from '../files/require-file.ts';
import { picturePrompt, strictLetter } from '../prompts/picture-prompt.ts';
import { vsiPrompt } from './prompt.ts';
import { CHOICE_TYPES, NUMBER_TYPES, type VsiRow } from './row.ts';
import { vsiEasi, vsiLmmsEval, vsiOfficial } from './scorers.ts';

const RowSchema = z
  .object({
    id: z.coerce.number().int(),
    dataset: z.string(),
    scene_name: z.string(),
    question_type: z
      .string()
      .refine((type) => CHOICE_TYPES.has(type) || NUMBER_TYPES.has(type), 'is no question type of VSI-Bench'),
    question: z.string(),
    ground_truth: z.string().min(1),
    options: z.array(z.string()).nullish(),
  })
  .refine((row) => !NUMBER_TYPES.has(row.question_type) || pythonFloat(row.ground_truth) !== 0, {
    path: ['ground_truth'],
    message: 'is 0, and relative accuracy divides by it',
  });

export const vsiBench: Benchmark<VsiRow> = {
  name: 'vsi-bench',
  description: 'VSI-Bench: spatial questions about a video, letters and numbers',
  prompt: 'official',
  load: async (folder) => {
    const names = (await readdir(folder).catch(() => []))
      .filter((name) => /^test.*\.parquet$/.test(name))
      .sort();
    const paths = names.length > 0 ? names.map((name) => join(folder, name)) : [join(folder, 'test.jsonl')];
    const rows: VsiRow[] = [];
    for (const path of paths) {
      await requireFile(path);
      for await (const { row, value } of path.endsWith('.jsonl')
        ? readJsonValues(path)
        : readParquetRows(path)) {
        const fields = parseRow(`${path} row ${row}`, value, RowSchema);
        rows.push({
          id: fields.id,
          category: fields.question_type,
          groupId: `${fields.dataset}/${fields.scene_name}`,
          dataset: fields.dataset,
          scene: fields.scene_name,
          question: fields.question,
          answer: fields.ground_truth,
          options: fields.options ?? [],
        });
      }
    }
    refuseDuplicates(folder, rows);
    return rows;
  },
  scorers: { 'vsi-official': vsiOfficial, 'lmms-eval': vsiLmmsEval, 'vlmevalkit-easi': vsiEasi },
  strict: (row, completion) => {
    if (CHOICE_TYPES.has(row.category)) return strictLetter(completion, optionsOf(row), row.answer);
    const { value } = parseAnswer(completion, 'number', 0);
    const target = Number(row.answer);
    const error = value === null ? Number.NaN : Math.abs(Number(value) - target) / Math.abs(target);
    return { extracted: value, value: shareWithinTolerances(error) };
  },
  rotated: (row, steps) => {
    if (!CHOICE_TYPES.has(row.category)) return null;
    const moved = rotateOptionList(optionsOf(row), row.answer, steps);
    if (moved === null) return null;
    const options = moved.options.map((text, i) => `${letterOf(i)}. ${text}`);
    return { ...row, options, answer: moved.answer };
  },
  sample: async (folder, row) => {
    const images = await readPictures(await framesOf(folder, row), folder, `${folder}: row ${row.id}`);
    return {
      id: String(row.id),
      kind: row.category,
      groupId: row.groupId,
      messages: picturePrompt(images.length, vsiPrompt(row)),
      images,
      answer: row.answer,
      chance: CHOICE_TYPES.has(row.category) ? 1 / Math.max(1, row.options.length) : 0,
    };
  },
};

function optionsOf({ options }: VsiRow): string[] {
  return options.map((text) => text.replace(/^[A-Z]\.\s*/, ''));
}

async function framesOf(folder: string, row: VsiRow): Promise<{ path: string }[]> {
  const scene = join(row.dataset, row.scene);
  const names = await readdir(join(folder, scene)).catch(() => []);
  const frames = names.filter((name) => /\.(?:jpe?g|png|webp)$/i.test(name)).sort();
  if (frames.length > 0) return frames.map((name) => ({ path: join(scene, name) }));
  throw new DataInvalidError('missing-image', `row ${row.id}: ${join(folder, scene)} holds no frames.`, {
    remedy: `Take frames from ${scene}.mp4, say 32 at even distances, and put them there as pictures.`,
  });
}
