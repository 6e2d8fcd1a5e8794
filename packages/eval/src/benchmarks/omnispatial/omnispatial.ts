/**
 * OmniSpatial: dynamics, logic, interaction and perspective in single pictures, 50 kinds of questions.
 * Layout: `data.json` and `<task_type>/<number>.png` beside it, in the folder or in its `OmniSpatial-test/`.
 */
import { dirname, join } from 'node:path';
import { letterOf } from '@parallax/rewards';
import { z } from 'zod';
import { rotateOptionList } from '../../tasks/rotate-listed-options.ts';
import type { Benchmark } from '../benchmark.ts';
import { parseRows, refuseDuplicates } from '../files/parse-rows.ts';
import { readPictures } from '../files/read-pictures.ts';
import { readJson } from '../files/read-text.ts';
import { requireFile } from '../files/require-file.ts';
import { flagEvalScorer } from '../flagevalmm/read-choice.ts';
import { strictLetter } from '../prompts/picture-prompt.ts';
import { omniSpatialPrompt } from './prompt.ts';
import { letterByPattern, letterDirect, letterOfJson } from './read-letter.ts';
import type { OmniSpatialRow } from './row.ts';
import { easi, lmmsEval, official } from './scorers.ts';

const DATA_FILE = 'data.json';

const RowSchema = z
  .object({
    id: z.string().min(1),
    question: z.string(),
    options: z.array(z.coerce.string()).min(2).max(26),
    answer: z.int().nonnegative(),
    task_type: z.string().min(1),
    sub_task_type: z.string().min(1),
  })
  .refine(({ answer, options }) => answer < options.length, {
    path: ['answer'],
    message: 'is the place of no option',
  });

export const omniSpatial: Benchmark<OmniSpatialRow> = {
  name: 'omnispatial',
  description: 'OmniSpatial: dynamic reasoning, complex logic, spatial interaction, perspective taking',
  prompt: 'official',
  load: async (folder) => {
    const path = await requireFile(
      join(folder, DATA_FILE),
      join(folder, 'OmniSpatial-test', DATA_FILE),
      join(folder, 'dataset', DATA_FILE),
    );
    const rows = parseRows(path, await readJson(path), RowSchema).map((item, index): OmniSpatialRow => {
      const picture = `${item.task_type}/${item.id.split('_')[0]}.png`;
      return {
        // Ids start again in every task; the official code puts the task before them too.
        id: `${item.task_type}_${item.id}`,
        category: item.sub_task_type,
        groupId: picture,
        path,
        rowInFile: index,
        task: item.task_type,
        subTask: item.sub_task_type,
        question: item.question,
        options: item.options,
        letter: letterOf(item.answer),
        picture,
      };
    });
    refuseDuplicates(path, rows);
    return rows;
  },
  scorers: {
    'omnispatial-re': official(letterByPattern),
    'omnispatial-json': official(letterOfJson),
    'omnispatial-direct': official(letterDirect),
    'lmms-eval': lmmsEval(letterByPattern),
    'vlmevalkit-easi': easi,
    flagevalmm: flagEvalScorer(({ letter }: OmniSpatialRow) => letter),
  },
  strict: ({ options, letter }, completion) => strictLetter(completion, options, letter),
  rotated: (row, steps) => {
    const moved = rotateOptionList(row.options, row.letter, steps);
    return moved === null ? null : { ...row, options: moved.options, letter: moved.answer };
  },
  sample: async (_folder, row) => ({
    id: String(row.id),
    kind: row.category,
    groupId: row.groupId,
    messages: omniSpatialPrompt(row),
    images: await readPictures(
      [{ path: row.picture }],
      dirname(row.path),
      `${row.path}: row ${row.rowInFile}`,
    ),
    answer: row.letter,
    chance: 1 / row.options.length,
  }),
};
