/** ViewSpatial-Bench: whose view is asked for. Layout: `eval/ViewSpatial-Bench.json` and the pictures it names. */
import { join } from 'node:path';
import { readJsonValues } from '@parallax/dataset/files';
import { z } from 'zod';
import { rotateListedOptions } from '../../tasks/rotate-listed-options.ts';
import type { Benchmark } from '../benchmark.ts';
import { easiChoiceReport } from '../easi/score.ts';
import { parseRow } from '../files/parse-rows.ts';
import { readPictures } from '../files/read-pictures.ts';
import { requireFile } from '../files/require-file.ts';
import { completionsAsScored } from '../pandas/spreadsheet.ts';
import { picturePrompt, strictLetter } from '../prompts/picture-prompt.ts';
import { extractOption } from './extract-option.ts';
import { viewSpatialLmmsEval, viewSpatialOfficial } from './official.ts';
import type { ViewSpatialRow } from './row.ts';

const RowSchema = z.object({
  question_type: z.string(),
  image_path: z.union([z.string().transform((path) => [path]), z.array(z.string()).min(1)]),
  question: z.string(),
  answer: z.string().refine((text) => extractOption(text) !== null, 'must start with a letter A to D'),
  choices: z.string(),
});
const POST_PROMPT = '\nReply only to the corresponding option.\nAnswer:';

export const viewSpatialBench: Benchmark<ViewSpatialRow> = {
  name: 'viewspatial-bench',
  description: 'ViewSpatial-Bench: directions from the view of the camera or of a person in the picture',
  prompt: 'official',
  load: async (folder) => {
    const path = await requireFile(join(folder, 'eval', 'ViewSpatial-Bench.json'));
    const rows: ViewSpatialRow[] = [];
    for await (const { row, value } of readJsonValues(path)) {
      const { question_type, image_path, ...rest } = parseRow(`${path} row ${row}`, value, RowSchema);
      rows.push({
        id: row,
        category: question_type,
        groupId: image_path[0]!,
        imagePaths: image_path,
        ...rest,
      });
    }
    return rows;
  },
  scorers: {
    'viewspatial-official': viewSpatialOfficial,
    'lmms-eval': viewSpatialLmmsEval,
    'vlmevalkit-easi': {
      score: (rows, predictions) =>
        easiChoiceReport(rows, completionsAsScored(predictions, { formulas: false })),
    },
  },
  strict: (row, completion) => strictLetter(completion, optionsOf(row), extractOption(row.answer)!),
  rotated: (row, steps) => {
    const listed = { text: row.choices, options: optionsOf(row), answer: extractOption(row.answer)! };
    const moved = rotateListedOptions(listed, steps);
    if (moved === null) return null;
    return { ...row, choices: moved.text, answer: row.answer.replace(/[A-Za-z]/, moved.answer) };
  },
  sample: async (folder, row) => {
    const sources = row.imagePaths.map((path) => ({ path }));
    const images = await readPictures(
      sources,
      folder,
      `${folder}: eval/ViewSpatial-Bench.json row ${row.id}`,
    );
    return {
      id: String(row.id),
      kind: row.category,
      groupId: row.groupId,
      messages: picturePrompt(images.length, `${row.question}${row.choices}${POST_PROMPT}`),
      images,
      answer: extractOption(row.answer)!,
      chance: 1 / Math.max(1, optionsOf(row).length),
    };
  },
};

function optionsOf({ choices }: ViewSpatialRow): string[] {
  return choices
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line) => line.replace(/^\s*[A-Z]\.\s*/, ''));
}
