/** TRL's losses with their KL term, gradients and metrics. */
import { z } from 'zod';
import { maskedMean, weightedSum } from '../../grpo/losses/aggregation.ts';
import { klPenalty } from '../../grpo/losses/kl.ts';
import { bnpo } from '../../grpo/losses/trl/bnpo.ts';
import { cispo } from '../../grpo/losses/trl/cispo.ts';
import { dapo } from '../../grpo/losses/trl/dapo.ts';
import { drGrpo } from '../../grpo/losses/trl/dr-grpo.ts';
import { trlGrpo } from '../../grpo/losses/trl/grpo.ts';
import { trlWeights } from '../../grpo/losses/trl/variant.ts';
import { type Comparison, compareNumber, compareTensor } from '../compare.ts';
import { goldenJson } from '../golden-folder.ts';
import { type GrpoGolden, Matrix } from './grpo-golden.ts';

const EntriesSchema = z.array(
  z.looseObject({
    loss_type: z.enum(['grpo', 'bnpo', 'dr_grpo', 'dapo', 'cispo']),
    importance_sampling_level: z.enum(['token', 'sequence']),
    mask: z.string(),
    beta: z.number(),
    epsilon_low: z.number(),
    epsilon_high: z.number(),
    delta: z.number().nullish(),
    num_items_in_batch: z.number(),
    gradient_accumulation: z.number(),
    steps_per_generation: z.number(),
    max_completion_length: z.number(),
    importance_sampling_ratio: z.unknown().optional(),
    loss: z.number(),
    grad_per_token_logps: Matrix.nullish(),
    metrics: z.record(z.string(), z.number()).nullish(),
  }),
);
const VARIANTS = { grpo: trlGrpo, bnpo, dr_grpo: drGrpo, dapo, cispo } as const;
const METRICS: Record<string, string> = {
  'clip_ratio/region_mean': 'clipFraction',
  'clip_ratio/low_mean': 'clipFractionLow',
  'clip_ratio/high_mean': 'clipFractionHigh',
  'clip_ratio/low_min': 'clipFractionLowMin',
  'clip_ratio/high_max': 'clipFractionHighMax',
  cispo_clip_ratio: 'clipFraction',
};

export function* checkTrlLosses(golden: GrpoGolden): Generator<Comparison> {
  const { rows, columns, inputs } = golden;
  const logprobs = inputs.trl.per_token_logps.flat();
  const old = inputs.trl.old_per_token_logps;
  const oldLogprobs = typeof old === 'string' ? golden.matrix(old) : old.flat();
  const advantages = logprobs.map((_, i) => inputs.trl.advantages[Math.floor(i / columns)]!);
  const kl = klPenalty('k3-unclamped', logprobs, inputs.trl.ref_per_token_logps.flat());
  for (const [i, entry] of goldenJson(golden.root, 'trl_loss.json', EntriesSchema).entries()) {
    const grid = golden.grid(entry.mask);
    const variant = VARIANTS[entry.loss_type];
    const weights = trlWeights(variant, grid, {
      maxCompletionLength: entry.max_completion_length,
      batchTokens: entry.num_items_in_batch,
      accumulation: entry.gradient_accumulation,
      microBatchesPerRollout: entry.steps_per_generation,
    });
    const batch = {
      ...{ ...grid, logprobs, oldLogprobs, advantages, weights },
      samplerWeights: entry.importance_sampling_ratio ? golden.matrix('rollout_is_weights') : null,
    };
    const found = variant.evaluate(batch, {
      level: entry.importance_sampling_level,
      clip: { low: entry.epsilon_low, high: entry.epsilon_high },
      delta: entry.delta ?? null,
    });
    const at = `trl_loss[${i}] ${entry.loss_type}`;
    const loss = found.loss + entry.beta * weightedSum(weights, kl.values);
    yield compareNumber(`${at}.loss`, loss, entry.loss, golden.tolerance('loss'));
    if (entry.grad_per_token_logps) {
      const gradient = found.gradient.map((g, k) => g + entry.beta * weights[k]! * kl.gradient[k]!);
      const expected = { shape: [rows, columns], data: entry.grad_per_token_logps.flat() };
      yield compareTensor(`${at}.gradient`, gradient, expected, golden.tolerance('gradients'));
    }
    const metrics: Record<string, number> = { ...found.metrics, kl: maskedMean(grid.mask, kl.values) };
    for (const [theirs, expected] of Object.entries(entry.metrics ?? {})) {
      const value = metrics[METRICS[theirs] ?? theirs] ?? Number.NaN; // absent: fails, by name
      yield compareNumber(`${at}.${theirs}`, value, expected, golden.tolerance('metrics'));
    }
  }
}
