/**
 * The reward of Actial's GRPO stage over a file of ground truths: the function that RL itself uses.
 * Source: warmsnow-sh/Actial at 32f46c3, verl/utils/reward_score/reward_custom.py (behaviour, not code).
 */
import { join } from 'node:path';
import { DataInvalidError } from '@parallax/lab';
import { ACTIAL_NO_ANSWER, extractActialAnswer, parseAnswer, scoreActial } from '@parallax/rewards';
import { z } from 'zod';
import type { Benchmark, BenchmarkRow } from '../benchmark.ts';
import { parseRow, refuseDuplicates } from '../files/parse-rows.ts';
import { readJsonLines } from '../files/read-text.ts';

const DATA_FILE = 'data.jsonl';
const LineSchema = z.object({
  id: z.union([z.string(), z.number()]),
  data_source: z.string().default(''),
  ground_truth: z.string(),
});

interface RewardRow extends BenchmarkRow {
  readonly groundTruth: string;
}

const mean = (values: readonly number[]): number =>
  values.length === 0 ? 0 : values.reduce((sum, value) => sum + value, 0) / values.length;

export const actialReward: Benchmark<RewardRow> = {
  name: 'actial-reward',
  description: 'The published reward of the GRPO stage: 0.5 format + 0.5 exact match',
  prompt: 'official',
  load: async (folder) => {
    const path = join(folder, DATA_FILE);
    const rows: RewardRow[] = [];
    for await (const { value, line } of readJsonLines(path)) {
      const row = parseRow(`${path}:${line}`, value, LineSchema);
      rows.push({
        id: row.id,
        category: row.data_source,
        groupId: String(row.id),
        groundTruth: row.ground_truth,
      });
    }
    refuseDuplicates(path, rows);
    return rows;
  },
  scorers: {
    'actial-reward': {
      score: (rows, predictions) => {
        const items = rows.map(({ id, groundTruth }) => {
          const completion = predictions.get(String(id)) ?? '';
          const { value, parts } = scoreActial(groundTruth, completion);
          const [format, exact] = parts;
          return {
            id,
            extracted: extractActialAnswer(completion).content,
            acc: exact?.value ?? 0,
            format: format?.value ?? 0,
            score: value,
            reason: `${exact?.reason}; ${format?.reason}`,
          };
        });
        return {
          overall: {
            n: items.length,
            mean_acc: mean(items.map(({ acc }) => acc)),
            mean_format: mean(items.map(({ format }) => format)),
            mean_score: mean(items.map(({ score }) => score)),
          },
          items,
        };
      },
      missing: `an absent completion reads as "${ACTIAL_NO_ANSWER}" and earns 0, unless that is the ground truth`,
    },
  },
  strict: (row, completion) => {
    // Ground truths are letters; 26 options, since the file does not tell how many the question had.
    const { value } = parseAnswer(completion, 'choice', 26);
    return {
      extracted: value,
      value: value !== null && value === row.groundTruth.trim().toUpperCase() ? 1 : 0,
    };
  },
  unrotated: 'Its rows are ground truths without a question: there are no options to move.',
  sample: (_folder, row) =>
    Promise.reject(
      new DataInvalidError(
        'no-question',
        `actial-reward: row ${row.id} is a ground truth without a question.`,
        {
          remedy: 'Score the completions of a training run: ./parallax score --task actial-reward.',
        },
      ),
    ),
};
