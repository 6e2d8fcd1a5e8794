/** MindCube: scenes from a few views. Layout: `data/raw/MindCube*.jsonl` and the pictures below `data/`. */
import { join } from 'node:path';
import { readJsonValues } from '@parallax/dataset/files';
import { z } from 'zod';
import { rotateListedOptions } from '../../tasks/rotate-listed-options.ts';
import type { Benchmark } from '../benchmark.ts';
import { easiChoiceReport } from '../easi/score.ts';
import { parseRow, refuseDuplicates } from '../files/parse-rows.ts';
import { readPictures } from '../files/read-pictures.ts';
import { requireFile } from '../files/require-file.ts';
import { completionsAsScored } from '../pandas/spreadsheet.ts';
import { picturePrompt, strictLetter } from '../prompts/picture-prompt.ts';
import { mindCubeLmmsEval } from './lmms-eval.ts';
import { mindCubeOfficial } from './official.ts';
import { mindCubePrompt } from './prompt.ts';
import type { MindCubeRow } from './row.ts';

const RowSchema = z.object({
  id: z.string().min(1),
  type: z.string().default(''),
  question: z.string(),
  images: z.array(z.string()).min(1),
  gt_answer: z.string().nullish(),
});

export const mindCube: Benchmark<MindCubeRow> = {
  name: 'mindcube',
  description: 'MindCube: a mental model of a scene from limited views',
  prompt: 'official',
  load: async (folder) => {
    const raw = join(folder, 'data', 'raw');
    const path = await requireFile(join(raw, 'MindCube_tinybench.jsonl'), join(raw, 'MindCube.jsonl'));
    const rows: MindCubeRow[] = [];
    for await (const { row, value } of readJsonValues(path)) {
      const { id, type, question, images, gt_answer } = parseRow(`${path} row ${row}`, value, RowSchema);
      rows.push({
        id,
        category: type,
        groupId: id.split('_q')[0]!,
        question,
        images,
        answer: gt_answer ?? '',
      });
    }
    refuseDuplicates(path, rows);
    return rows;
  },
  scorers: {
    'mindcube-official': mindCubeOfficial,
    'lmms-eval': mindCubeLmmsEval,
    'vlmevalkit-easi': {
      score: (rows, predictions) => ({
        ...easiChoiceReport(
          rows.filter(({ answer }) => answer !== ''),
          completionsAsScored(predictions, { formulas: false }),
        ),
        note: 'the row with an empty gt_answer is left out',
      }),
    },
  },
  strict: (row, completion) => strictLetter(completion, optionsOf(row), row.answer),
  rotated: (row, steps) => {
    const moved = rotateListedOptions({ ...row, text: row.question, options: optionsOf(row) }, steps);
    return moved === null ? null : { ...row, question: moved.text, answer: moved.answer };
  },
  sample: async (folder, row) => {
    const sources = row.images.map((path) => ({ path }));
    const images = await readPictures(sources, join(folder, 'data'), `${folder}: row ${row.id}`);
    return {
      id: row.id,
      kind: row.category,
      groupId: row.groupId,
      messages: picturePrompt(images.length, mindCubePrompt(row.question)),
      images,
      answer: row.answer,
      chance: 1 / Math.max(1, optionsOf(row).length),
    };
  },
};

/** Options follow the question on its line: "... sofa? A. mirror B. bench". */
function optionsOf({ question }: MindCubeRow): string[] {
  return question
    .split(/(?:^|\s)[A-E]\. /)
    .slice(1)
    .map((text) => text.trim());
}
