/** What holds for every loss of the registry; values and gradients against verl and TRL: see conformance. */
import { describe, expect, it } from 'vitest';
import { uniformAt } from '../../batching/random.ts';
import { GrpoConfigSchema } from '../../schema.ts';
import type { LossBatch, LossSettings } from './loss.ts';
import { losses, lossNames } from './registry.ts';

const [rows, columns] = [4, 6];
const settings: LossSettings = {
  clip: { low: 0.2, high: 0.3 },
  clipDual: 3,
  aggregation: 'token-mean',
  klEstimator: 'k3',
  maxNewTokens: columns,
};
const cells = Array.from({ length: rows * columns }, (_, i) => i);
const mask = cells.map((i) => Number(i % columns < 3 + Math.floor(i / columns)));

function batchOf(name: (typeof lossNames)[number], logprobs: readonly number[], scale = 1): LossBatch {
  const grid = { rows, columns, mask };
  return {
    ...grid,
    logprobs,
    oldLogprobs: cells.map((i) => -2 + scale * (uniformAt(5, i) - 0.5)),
    advantages: cells.map((i) => (Math.floor(i / columns) % 2 === 0 ? 0.7 : -0.9)),
    samplerWeights: null,
    weights: losses[name](settings).weights(grid),
  };
}

describe('every loss', () => {
  it('has a name that the schema takes, and there are no others', () => {
    const parse = (loss: string) => GrpoConfigSchema.safeParse({ base: null, steps: 1, kinds: ['a'], loss });
    for (const name of lossNames) expect(parse(name).data?.loss).toBe(name);
    expect(parse('trl').success).toBe(false);
  });

  it('has the gradient of its value where nothing is clipped, and weights on the mask only', () => {
    const logprobs = cells.map((i) => -2 + 0.1 * (uniformAt(6, i) - 0.5));
    for (const name of lossNames) {
      // The old ones differ little: no ratio leaves the clip range.
      const batch = batchOf(name, logprobs, 0.05);
      const loss = losses[name](settings);
      const { gradient, metrics } = loss.evaluate(batch);
      expect([name, metrics['clipFractionLow'], metrics['clipFractionDual']]).toEqual([name, 0, 0]);
      for (const i of cells) {
        if (!mask[i]) expect([name, gradient[i], batch.weights[i]]).toEqual([name, 0, 0]);
      }
      // GSPO and CISPO hold a factor constant in the backward pass, so theirs is not the derivative of the value.
      if (name === 'gspo' || name === 'cispo') continue;
      for (const i of [0, 7, 13, 20].filter((at) => mask[at])) {
        const at = (shift: number): number => {
          const moved = logprobs.map((value, k) => (k === i ? value + shift : value));
          return loss.evaluate({ ...batch, logprobs: moved }).loss;
        };
        expect(gradient[i], `${name} ${i}`).toBeCloseTo((at(1e-5) - at(-1e-5)) / 2e-5, 6);
      }
    }
  });

  it('counts what it clips below, above and by the dual clip', () => {
    const oldLogprobs = cells.map(() => -2);
    // Ratios 0.5, 1 and 2 row by row, then 5 in the last row, whose advantage is negative.
    const ratios = cells.map((i) => (i >= 18 ? 5 : [0.5, 1, 2][i % 3]!));
    const logprobs = ratios.map((ratio) => -2 + Math.log(ratio));
    const count = (wanted: (ratio: number, advantage: number) => boolean): number => {
      const { advantages } = batchOf('grpo', logprobs);
      const hit = cells.filter((i) => mask[i] && wanted(ratios[i]!, advantages[i]!)).length;
      return hit / mask.reduce((sum, m) => sum + m, 0);
    };
    const low = count((ratio, advantage) => ratio < 0.8 && advantage < 0);
    const high = count((ratio, advantage) => ratio > 1.3 && advantage > 0);
    expect(low * high).toBeGreaterThan(0);
    for (const name of ['grpo', 'trl_grpo', 'dr_grpo', 'dapo', 'bnpo'] as const) {
      const { metrics } = losses[name](settings).evaluate({ ...batchOf(name, logprobs), oldLogprobs });
      expect(metrics['clipFractionLow'], name).toBeCloseTo(low, 8);
      expect(metrics['clipFractionHigh'], name).toBeCloseTo(high, 8);
      expect(metrics['clipFraction'], name).toBeCloseTo(low + high, 8);
      const dual = name === 'grpo' ? count((ratio, advantage) => ratio > 3 && advantage < 0) : 0;
      expect(metrics['clipFractionDual'], name).toBeCloseTo(dual, 8);
    }
  });
});
