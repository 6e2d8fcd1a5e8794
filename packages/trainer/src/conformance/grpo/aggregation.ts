/** verl's four ways from token losses to one number, and the gradient of each. */
import { z } from 'zod';
import { aggregationWeights, weightedSum } from '../../grpo/losses/aggregation.ts';
import { type Comparison, compareNumber, compareTensor } from '../compare.ts';
import { goldenJson } from '../golden-folder.ts';
import {
  AggregationFields,
  AggregationModeSchema,
  aggregationOptions,
  type GrpoGolden,
} from './grpo-golden.ts';

const EntriesSchema = z.array(
  z.looseObject({
    ...AggregationFields,
    mask: z.string(),
    loss_agg_mode: AggregationModeSchema,
    loss: z.number(),
    grad_loss_mat_row_values: z.array(z.number()),
  }),
);

export function* checkAggregation(golden: GrpoGolden): Generator<Comparison> {
  const { rows, columns } = golden;
  for (const [i, entry] of goldenJson(golden.root, 'verl_agg_loss.json', EntriesSchema).entries()) {
    const grid = golden.grid(entry.mask);
    const weights = aggregationWeights(grid, entry.loss_agg_mode, aggregationOptions(entry));
    const loss = weightedSum(weights, golden.matrix('loss_mat'));
    yield compareNumber(`verl_agg_loss[${i}].loss`, loss, entry.loss, golden.tolerance('loss'));
    const data = Array.from(weights, (_, at) => {
      return grid.mask[at]! * entry.grad_loss_mat_row_values[Math.floor(at / columns)]!;
    });
    const expected = { shape: [rows, columns], data };
    yield compareTensor(`verl_agg_loss[${i}].gradient`, weights, expected, golden.tolerance('gradients'));
  }
}
