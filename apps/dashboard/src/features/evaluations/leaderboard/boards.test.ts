import type { EvaluationSummary } from '@parallax/eval-api/schema';
import { expect, test } from 'vitest';
import { boardsOf, leaderOf, withoutControls } from './boards.ts';

const evaluation = (
  task: string,
  model: string,
  accuracy: number,
  control: string | null = null,
): EvaluationSummary => ({
  name: `${model} ${task}`,
  evaluationId: `${model} ${task}`,
  ...{ task, control, model, weightsDigest: null, datasetDigest: 'd', dataset: 'd', checkpoint: null },
  metrics: [
    {
      kind: 'overall',
      ...{ accuracy, ci95: [accuracy, accuracy], interval: 'wilson', chance: 0.25, chanceCorrected: 0 },
      ...{ n: 10, groups: 10, unparsedRate: 0, errorRate: 0 },
    },
  ],
});

test('a model that ran under controls leads no board by that', () => {
  const all = [
    evaluation('a', 'good', 0.9),
    evaluation('a', 'controlled', 0.5),
    evaluation('a+text-only', 'controlled', 0.99, 'text-only'),
  ];
  expect(boardsOf(all).map(({ task }) => task)).toEqual(['a', 'a+text-only']);
  expect(leaderOf(boardsOf(all))).toBe('controlled');
  expect(boardsOf(withoutControls(all)).map(({ task }) => task)).toEqual(['a']);
  expect(leaderOf(boardsOf(withoutControls(all)))).toBe('good');
});
