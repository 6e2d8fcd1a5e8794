/** verl's KL estimators, the policy loss with a KL term, and the KL penalty inside the reward. */
import { z } from 'zod';
import { aggregationWeights, weightedSum } from '../../grpo/losses/aggregation.ts';
import { clippedLoss } from '../../grpo/losses/grpo-loss.ts';
import { type KlEstimator, klEstimators, klPenalty } from '../../grpo/losses/kl.ts';
import { type Comparison, compareNumber, compareTensor } from '../compare.ts';
import { damaged, goldenJson } from '../golden-folder.ts';
import { AggregationModeSchema, type GrpoGolden, Matrix } from './grpo-golden.ts';

const PenaltySchema = z.array(
  z.looseObject({
    kl_penalty: z.string(),
    loss_agg_mode: AggregationModeSchema,
    mask: z.string(),
    values: Matrix.nullish(),
    aggregated: z.number(),
    grad_log_prob: Matrix,
  }),
);
const CombinedSchema = z.looseObject({
  combined: z.array(
    z.looseObject({
      clip_ratio_low: z.number(),
      clip_ratio_high: z.number(),
      clip_ratio_c: z.number(),
      loss_agg_mode: AggregationModeSchema,
      loss: z.number(),
      pg_loss: z.number(),
      kl_loss: z.number(),
      grad_log_prob: Matrix,
    }),
  ),
  compute_rewards: z.looseObject({ kl_ratio: z.number(), token_level_scores: z.string(), result: Matrix }),
});
/** verl's second names of the same estimators. */
const NAMES: Record<string, KlEstimator> = { kl: 'k1', mse: 'k2', low_var_kl: 'k3', 'low_var_kl+': 'k3+' };
/** Weight of the KL term in the golden's combined loss. */
const COMBINED_KL = 0.04;

export function* checkKlPenalties(golden: GrpoGolden): Generator<Comparison> {
  const { rows, columns } = golden;
  const [logprobs, reference] = [golden.matrix('log_prob'), golden.matrix('ref_log_prob')];
  for (const [i, entry] of goldenJson(golden.root, 'verl_kl.json', PenaltySchema).entries()) {
    const at = `verl_kl[${i}] ${entry.kl_penalty}`;
    const found = klPenalty(estimator(golden, entry.kl_penalty), logprobs, reference);
    if (entry.values) {
      const expected = { shape: [rows, columns], data: entry.values.flat() };
      yield compareTensor(`${at}.values`, found.values, expected, golden.tolerance('kl_values'));
    }
    const weights = aggregationWeights(golden.grid(entry.mask), entry.loss_agg_mode);
    const aggregated = weightedSum(weights, found.values);
    yield compareNumber(`${at}.aggregated`, aggregated, entry.aggregated, golden.tolerance('loss'));
    const gradient = found.gradient.map((slope, k) => slope * weights[k]!);
    const expected = { shape: [rows, columns], data: entry.grad_log_prob.flat() };
    yield compareTensor(`${at}.gradient`, gradient, expected, golden.tolerance('gradients'));
  }
}

export function* checkCombinedLoss(golden: GrpoGolden): Generator<Comparison> {
  const { rows, columns } = golden;
  const [logprobs, reference] = [golden.matrix('log_prob'), golden.matrix('ref_log_prob')];
  const oldLogprobs = golden.matrix('old_log_prob');
  const all = goldenJson(golden.root, 'verl_combined.json', CombinedSchema);
  for (const [i, entry] of all.combined.entries()) {
    const grid = golden.grid('mask');
    const weights = aggregationWeights(grid, entry.loss_agg_mode);
    const clip = { low: entry.clip_ratio_low, high: entry.clip_ratio_high };
    const batch = { ...grid, logprobs, oldLogprobs, samplerWeights: null, weights };
    const advantages = golden.matrix('advantages');
    const policy = clippedLoss({ ...batch, advantages }, { clip, dual: entry.clip_ratio_c });
    const kl = klPenalty('k3', logprobs, reference);
    const klLoss = weightedSum(weights, kl.values);
    const at = `verl_combined[${i}]`;
    yield compareNumber(`${at}.pg_loss`, policy.loss, entry.pg_loss, golden.tolerance('loss'));
    yield compareNumber(`${at}.kl_loss`, klLoss, entry.kl_loss, golden.tolerance('loss'));
    const loss = policy.loss + COMBINED_KL * klLoss;
    yield compareNumber(`${at}.loss`, loss, entry.loss, golden.tolerance('loss'));
    const gradient = policy.gradient.map((g, k) => g + COMBINED_KL * weights[k]! * kl.gradient[k]!);
    const expected = { shape: [rows, columns], data: entry.grad_log_prob.flat() };
    yield compareTensor(`${at}.gradient`, gradient, expected, golden.tolerance('gradients'));
  }
  const { kl_ratio: ratio, token_level_scores: name, result } = all.compute_rewards;
  const scores = golden.inputs.rewards[name];
  if (scores === undefined) throw damaged(`${golden.root}/inputs.json has no rewards ${name}`);
  const kl = klPenalty('k1', oldLogprobs, reference).values;
  const found = scores.flat().map((score, k) => score - ratio * kl[k]!);
  const expected = { shape: [rows, columns], data: result.flat() };
  yield compareTensor('verl_combined.compute_rewards', found, expected, golden.tolerance('kl_values'));
}

function estimator(golden: GrpoGolden, name: string): KlEstimator {
  const known = NAMES[name] ?? klEstimators.find((own) => own === name);
  if (known === undefined) throw damaged(`${golden.root}/verl_kl.json names an unknown estimator "${name}"`);
  return known;
}
