/** Counts and multiple choice. Source: src/ChEF/metric/counting.py and vqa.py at ea57136. */
import { parseAnswer } from '@parallax/rewards';
import { z } from 'zod';
import { percent } from './boxes.ts';
import { readLammChoice } from './choice.ts';
import { type LammDataset, type LammReading, sumOf } from './dataset.ts';
import { countIn } from './parse-numbers.ts';

const CountSchema = z.object({
  id: z.union([z.string(), z.number()]).optional(),
  image: z.string(),
  query: z.string(),
  num: z.int().nonnegative(),
});
const ChoiceSchema = z.object({
  id: z.union([z.string(), z.number()]).optional(),
  query: z.string(),
  gt_choice: z.int().nonnegative(),
  gt_choices: z.array(z.string()).min(1),
});

/** Each error is capped at the true count. */
export const counting: LammDataset<typeof CountSchema> = {
  name: 'FSC147',
  metric: 'Counting',
  file: '2D_Benchmark/meta_file/Counting_FSC147.json',
  prefix: 'count',
  schema: CountSchema,
  needsSize: false,
  toRow: ({ num }) => ({
    answer: String(num),
    strict: (completion) => {
      const { value } = parseAnswer(completion, 'number', 0);
      return { extracted: value, value: Number(value ?? Number.NaN) === num ? 1 : 0 };
    },
    score: (completion) => {
      const extracted = countIn(completion);
      const error = Math.min(num, Math.abs((extracted ?? 0) - num));
      return {
        extracted,
        abs_error_capped: error,
        hit: extracted === num ? 1 : 0,
        reason:
          extracted === null ? 'official code stops at these digits' : 'first token that is a number, else 0',
      };
    },
  }),
  overall: (items) => ({
    MAE: sumOf(items, 'abs_error_capped') / items.length,
    ACC: percent(sumOf(items, 'hit'), items.length),
  }),
};

export const choosing: LammDataset<typeof ChoiceSchema> = {
  name: 'ScanQA_LAMM',
  metric: 'LAMM_VQA',
  file: '3D_Benchmark/meta_file/VQA_ScanQA_multiplechoice.json',
  prefix: 'scanqa',
  schema: ChoiceSchema,
  needsSize: false,
  toRow: ({ gt_choice, gt_choices }) => choiceReading(gt_choices, gt_choice),
  overall: (items) => ({ vision_acc: sumOf(items, 'hit') / items.length }),
};

/** How a multiple choice is read; `right` is the index of the right option. */
export function choiceReading(options: readonly string[], right: number): LammReading {
  return {
    answer: options[right] ?? '',
    choices: { options, right },
    strict: (completion) => {
      const { value } = parseAnswer(completion, 'choice', options);
      return { extracted: value, value: value === 'ABCDEFGHIJ'[right] ? 1 : 0 };
    },
    score: (completion) => ({ ...readLammChoice(completion, options, right) }),
  };
}
