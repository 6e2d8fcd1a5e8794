/** Every advantage, aggregation, loss and KL form against values made by verl's and TRL's own functions. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { type AdvantageKind, computeAdvantages, rowAdvantages, rowRewards } from './advantage.ts';
import { type AggregationMode, aggregationWeights, type TokenGrid, weightedSum } from './aggregation.ts';
import { clippedLoss } from './clipped-loss.ts';
import { gspoLoss } from './gspo-loss.ts';
import { type KlEstimator, klPenalty } from './kl.ts';
import type { LossBatch, LossValue } from './loss.ts';
import { type TrlLossType, trlLoss, trlWeights } from './trl-loss.ts';

const folder = join(process.env['PARALLAX_GOLDENS'] ?? '', 'grpo');
const present = process.env['PARALLAX_GOLDENS'] !== undefined && existsSync(join(folder, 'inputs.json'));
if (!present)
  console.warn('SKIPPED grpo goldens: PARALLAX_GOLDENS does not name a folder with grpo/inputs.json');

type Matrix = number[][];
/** Entries mix numbers, names of inputs and nested arrays; the tests read the keys that the manifest documents. */
type Entry = Record<string, unknown>;
const read = (name: string): unknown => JSON.parse(readFileSync(join(folder, `${name}.json`), 'utf8'));

describe.skipIf(!present)('grpo goldens', () => {
  const inputs = (present ? read('inputs') : {}) as Record<string, unknown> & {
    rewards: Record<string, Matrix>;
    trl: Record<string, Matrix>;
  };
  const tolerance = (
    present
      ? (read('manifest') as { recommended_tolerances_fp32: Tolerances }).recommended_tolerances_fp32
      : {}
  ) as Tolerances;
  const rows = inputs['B'] as number;
  const columns = inputs['T'] as number;
  const matrix = (name: string): number[] => (inputs[name] as Matrix).flat();
  const grid = (mask: unknown): TokenGrid => ({ rows, columns, mask: matrix(mask as string) });

  it('verl advantages', () => {
    for (const entry of read('verl_advantage') as Entry[]) {
      const rewards = rowRewards(
        inputs.rewards[entry['token_level_rewards'] as string]!.flat(),
        rows,
        columns,
      );
      const kind = entry['norm_adv_by_std_in_grpo'] ? 'grpo' : 'dr_grpo';
      const options = { epsilon: entry['epsilon'] as number };
      const found = computeAdvantages(kind, rewards, inputs['index'] as string[], grid('mask'), options);
      close(found, (entry['advantages'] as Matrix).flat(), tolerance.advantages, JSON.stringify(kind));
      if (entry['token_level_rewards'] === 'scores_discrete') {
        expect([found[0], found[8 * columns]]).toEqual([0, 0]);
      }
    }
  });

  it('TRL advantages', () => {
    const kinds: Record<string, AdvantageKind> = { group: 'grpo', batch: 'batch', none: 'dr_grpo' };
    for (const entry of read('trl_advantage') as Entry[]) {
      const rewards = entry['rewards'] as number[];
      const size = entry['num_generations'] as number;
      const groups = rewards.map((_, row) => Math.floor(row / size));
      const found = rowAdvantages(kinds[entry['scale_rewards'] as string]!, rewards, groups, {
        epsilon: entry['epsilon'] as number,
      });
      close(found, entry['advantages'] as number[], tolerance.advantages, String(entry['scale_rewards']));
    }
  });

  it('verl aggregation', () => {
    for (const entry of read('verl_agg_loss') as Entry[]) {
      const weights = aggregationWeights(
        grid(entry['mask']),
        entry['loss_agg_mode'] as AggregationMode,
        aggregationOptions(entry),
      );
      closeOne(
        weightedSum(weights, matrix('loss_mat')),
        entry['loss'],
        tolerance.loss,
        JSON.stringify(entry),
      );
      const expected = entry['grad_loss_mat_row_values'] as number[];
      const mask = matrix(entry['mask'] as string);
      const spread = mask.map((m, i) => m * expected[Math.floor(i / columns)]!);
      close(weights, spread, tolerance.gradients, String(entry['loss_agg_mode']));
    }
  });

  it('verl policy losses', () => {
    const entries = read('verl_policy_loss') as Entry[];
    expect(entries.length).toBeGreaterThan(40);
    for (const entry of entries) {
      const clip = { low: entry['clip_ratio_low'] as number, high: entry['clip_ratio_high'] as number };
      const gspo = entry['function'] === 'compute_policy_loss_gspo';
      const mode = gspo ? 'seq-mean-token-mean' : (entry['loss_agg_mode'] as AggregationMode);
      const loss = gspo ? gspoLoss(clip) : clippedLoss({ clip, dual: entry['clip_ratio_c'] as number });
      const mask = grid(entry['mask']);
      const options = aggregationOptions((entry['global_batch_info'] as Entry | undefined) ?? {});
      const found = loss({
        ...verlBatch(entry['mask']),
        advantages: matrix(entry['advantages'] as string),
        samplerWeights: entry['rollout_is_weights'] ? matrix('rollout_is_weights') : null,
        weights: aggregationWeights(mask, mode, options),
      });
      const where = JSON.stringify({ ...entry, grad_log_prob: undefined });
      closeOne(found.loss, entry['loss'], tolerance.loss, where);
      close(found.gradient, (entry['grad_log_prob'] as Matrix).flat(), tolerance.gradients, where);
      const metrics = entry['metrics'] as Record<string, number>;
      closeOne(found.metrics['clipFraction']!, metrics['actor/pg_clipfrac'], tolerance.metrics, where);
      closeOne(
        found.metrics['clipFractionDual']!,
        metrics['actor/pg_clipfrac_lower'],
        tolerance.metrics,
        where,
      );
      closeOne(found.metrics['approximateKl']!, metrics['actor/ppo_kl'], tolerance.metrics, where);
    }
  });

  it('verl KL penalties', () => {
    const names: Record<string, string> = { kl: 'k1', mse: 'k2', low_var_kl: 'k3', 'low_var_kl+': 'k3+' };
    for (const entry of read('verl_kl') as Entry[]) {
      const name = entry['kl_penalty'] as string;
      const found = klPenalty(
        (names[name] ?? name) as KlEstimator,
        matrix('log_prob'),
        matrix('ref_log_prob'),
      );
      if (entry['values']) close(found.values, (entry['values'] as Matrix).flat(), tolerance.kl_values, name);
      const weights = aggregationWeights(grid(entry['mask']), entry['loss_agg_mode'] as AggregationMode);
      closeOne(weightedSum(weights, found.values), entry['aggregated'], tolerance.loss, name);
      const gradient = found.gradient.map((slope, i) => slope * weights[i]!);
      close(gradient, (entry['grad_log_prob'] as Matrix).flat(), tolerance.gradients, name);
    }
  });

  it('verl combined loss and reward penalty', () => {
    const all = read('verl_combined') as { combined: Entry[]; compute_rewards: Entry };
    for (const entry of all.combined) {
      const mask = grid('mask');
      const weights = aggregationWeights(mask, entry['loss_agg_mode'] as AggregationMode);
      const policy = clippedLoss({
        clip: { low: entry['clip_ratio_low'] as number, high: entry['clip_ratio_high'] as number },
        dual: entry['clip_ratio_c'] as number,
      })({ ...verlBatch('mask'), advantages: matrix('advantages'), samplerWeights: null, weights });
      const kl = klPenalty('k3', matrix('log_prob'), matrix('ref_log_prob'));
      closeOne(policy.loss, entry['pg_loss'], tolerance.loss, 'policy');
      closeOne(
        policy.loss + 0.04 * weightedSum(weights, kl.values),
        entry['loss'],
        tolerance.loss,
        'combined',
      );
      const gradient = policy.gradient.map((g, i) => g + 0.04 * weights[i]! * kl.gradient[i]!);
      close(gradient, (entry['grad_log_prob'] as Matrix).flat(), tolerance.gradients, 'combined');
    }
    const { kl_ratio: ratio, token_level_scores: scores, result } = all.compute_rewards;
    const kl = klPenalty('k1', matrix('old_log_prob'), matrix('ref_log_prob')).values;
    const found = inputs.rewards[scores as string]!.flat().map(
      (score, i) => score - (ratio as number) * kl[i]!,
    );
    close(found, (result as Matrix).flat(), tolerance.kl_values, 'compute_rewards');
  });

  it('TRL losses', () => {
    const entries = read('trl_loss') as Entry[];
    expect(entries.length).toBeGreaterThan(40);
    for (const entry of entries) {
      const type = entry['loss_type'] as TrlLossType;
      const level = entry['importance_sampling_level'] as 'token' | 'sequence';
      const mask = grid(entry['mask']);
      const weights = trlWeights(mask, {
        type,
        maxCompletionLength: entry['max_completion_length'] as number,
        batchTokens: entry['num_items_in_batch'] as number,
        accumulation: entry['gradient_accumulation'] as number,
        microBatchesPerRollout: entry['steps_per_generation'] as number,
      });
      const logprobs = inputs.trl['per_token_logps']!.flat();
      const reference = inputs.trl['ref_per_token_logps']!.flat();
      const advantages = logprobs.map(
        (_, i) => (inputs.trl['advantages'] as unknown as number[])[Math.floor(i / columns)]!,
      );
      const found = trlLoss({
        type,
        level,
        clip: { low: entry['epsilon_low'] as number, high: entry['epsilon_high'] as number },
        delta: entry['delta'] as number | null,
      })({
        ...mask,
        logprobs,
        oldLogprobs: matrix('old_log_prob'),
        advantages,
        samplerWeights: entry['importance_sampling_ratio'] ? matrix('rollout_is_weights') : null,
        weights,
      });
      const beta = entry['beta'] as number;
      const kl = klPenalty('k3-unclamped', logprobs, reference);
      const where = JSON.stringify({ ...entry, grad_per_token_logps: undefined });
      closeOne(found.loss + beta * weightedSum(weights, kl.values), entry['loss'], tolerance.loss, where);
      const gradient = found.gradient.map((g, i) => g + beta * weights[i]! * kl.gradient[i]!);
      if (entry['grad_per_token_logps']) {
        close(gradient, (entry['grad_per_token_logps'] as Matrix).flat(), tolerance.gradients, where);
      }
      checkTrlMetrics(found, entry['metrics'] as Record<string, number> | undefined, where);
    }
  });

  function verlBatch(
    mask: unknown,
  ): Pick<LossBatch, 'rows' | 'columns' | 'mask' | 'logprobs' | 'oldLogprobs'> {
    return { ...grid(mask), logprobs: matrix('log_prob'), oldLogprobs: matrix('old_log_prob') };
  }

  function checkTrlMetrics(
    found: LossValue,
    metrics: Record<string, number> | undefined,
    where: string,
  ): void {
    if (metrics === undefined) return;
    const pairs: [string, string][] = [
      ['clipFraction', 'clip_ratio/region_mean'],
      ['clipFractionLow', 'clip_ratio/low_mean'],
      ['clipFractionHigh', 'clip_ratio/high_mean'],
      ['clipFraction', 'cispo_clip_ratio'],
    ];
    for (const [own, theirs] of pairs) {
      if (metrics[theirs] !== undefined) {
        closeOne(found.metrics[own]!, metrics[theirs], tolerance.metrics, where);
      }
    }
  }
});

interface Tolerance {
  atol: number;
  rtol?: number;
}
interface Tolerances {
  loss: Tolerance;
  advantages: Tolerance;
  gradients: Tolerance;
  metrics: Tolerance;
  kl_values: Tolerance;
}

function aggregationOptions(entry: Entry): Record<string, number> {
  const names: Record<string, string> = {
    dp_size: 'workers',
    batch_num_tokens: 'batchTokens',
    global_batch_size: 'batchRows',
    loss_scale_factor: 'scaleFactor',
  };
  const options: Record<string, number> = {};
  for (const [theirs, own] of Object.entries(names)) {
    if (typeof entry[theirs] === 'number') options[own] = entry[theirs];
  }
  return options;
}

function closeOne(found: number, expected: unknown, tolerance: Tolerance, where: string): void {
  close([found], [expected as number], tolerance, where);
}

function close(
  found: ArrayLike<number>,
  expected: readonly number[],
  tolerance: Tolerance,
  where: string,
): void {
  expect(found.length).toBe(expected.length);
  expected.forEach((value, i) => {
    const allowed = tolerance.atol + (tolerance.rtol ?? 0) * Math.abs(value);
    const difference = Math.abs(found[i]! - value);
    if (!(difference <= allowed)) {
      expect.fail(`[${i}]: ${found[i]} instead of ${value} (allowed ${allowed}) in ${where}`);
    }
  });
}
