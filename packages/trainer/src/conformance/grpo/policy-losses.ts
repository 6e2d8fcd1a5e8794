/** verl's policy losses: clipped with dual clip, and GSPO; their gradients and metrics. */
import { z } from 'zod';
import { aggregationWeights } from '../../grpo/losses/aggregation.ts';
import { clippedLoss } from '../../grpo/losses/grpo-loss.ts';
import { sequenceRatioLoss } from '../../grpo/losses/gspo-loss.ts';
import { type Comparison, compareNumber, compareTensor } from '../compare.ts';
import { goldenJson } from '../golden-folder.ts';
import {
  AggregationFields,
  AggregationModeSchema,
  aggregationOptions,
  type GrpoGolden,
  Matrix,
} from './grpo-golden.ts';

const EntriesSchema = z.array(
  z.looseObject({
    function: z.enum(['compute_policy_loss_vanilla', 'compute_policy_loss_gspo']),
    clip_ratio_low: z.number(),
    clip_ratio_high: z.number(),
    clip_ratio_c: z.number().nullish(),
    loss_agg_mode: AggregationModeSchema.nullish(),
    global_batch_info: z.looseObject(AggregationFields).nullish(),
    advantages: z.string(),
    mask: z.string(),
    rollout_is_weights: z.unknown().optional(),
    loss: z.number(),
    grad_log_prob: Matrix,
    metrics: z.record(z.string(), z.number()),
  }),
);
const METRICS = {
  'actor/pg_clipfrac': 'clipFraction',
  'actor/pg_clipfrac_lower': 'clipFractionDual',
  'actor/ppo_kl': 'approximateKl',
} as const;

export function* checkPolicyLosses(golden: GrpoGolden): Generator<Comparison> {
  const { rows, columns } = golden;
  for (const [i, entry] of goldenJson(golden.root, 'verl_policy_loss.json', EntriesSchema).entries()) {
    const clip = { low: entry.clip_ratio_low, high: entry.clip_ratio_high };
    const gspo = entry.function === 'compute_policy_loss_gspo';
    // verl's GSPO ignores the mode and always takes this one.
    const mode = gspo ? 'seq-mean-token-mean' : (entry.loss_agg_mode ?? 'token-mean');
    const grid = golden.grid(entry.mask);
    const batch = {
      ...grid,
      logprobs: golden.matrix('log_prob'),
      oldLogprobs: golden.matrix('old_log_prob'),
      advantages: golden.matrix(entry.advantages),
      samplerWeights: entry.rollout_is_weights ? golden.matrix('rollout_is_weights') : null,
      weights: aggregationWeights(grid, mode, aggregationOptions(entry.global_batch_info ?? {})),
    };
    const found = gspo
      ? sequenceRatioLoss(batch, clip)
      : clippedLoss(batch, { clip, dual: entry.clip_ratio_c ?? null });
    const at = `verl_policy_loss[${i}]`;
    yield compareNumber(`${at}.loss`, found.loss, entry.loss, golden.tolerance('loss'));
    const gradient = { shape: [rows, columns], data: entry.grad_log_prob.flat() };
    yield compareTensor(`${at}.gradient`, found.gradient, gradient, golden.tolerance('gradients'));
    for (const [theirs, own] of Object.entries(METRICS)) {
      const expected = entry.metrics[theirs];
      if (expected === undefined) continue;
      const value = found.metrics[own] ?? Number.NaN;
      yield compareNumber(`${at}.${theirs}`, value, expected, golden.tolerance('metrics'));
    }
  }
}
