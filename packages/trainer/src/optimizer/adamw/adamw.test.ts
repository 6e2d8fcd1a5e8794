import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { initBackend } from '../../backend/init-backend.ts';
import { type Tensor, tf, type Variable } from '../../backend/tf.ts';
import { OptimizerConfigSchema } from '../../schema.ts';
import { type FloatArray, readSafetensors } from '../../weights/index.ts';
import { learningRateAt } from '../schedule.ts';
import { AdamW } from './adamw.ts';

const goldens = join(process.env.PARALLAX_GOLDENS ?? '', 'qwen2_5_vl/adamw.safetensors');
const present = process.env.PARALLAX_GOLDENS !== undefined && existsSync(goldens);
if (!present)
  console.warn('SKIPPED AdamW goldens: PARALLAX_GOLDENS does not hold qwen2_5_vl/adamw.safetensors');

/** The settings that the goldens were made with (their manifest). */
const settings = OptimizerConfigSchema.parse({
  learningRate: 1e-3,
  beta1: 0.9,
  beta2: 0.999,
  epsilon: 1e-8,
  weightDecay: 0.1,
  maxGradNorm: null,
});

beforeAll(async () => {
  await initBackend();
});

describe.skipIf(!present)('AdamW against torch', () => {
  let golden: Map<string, FloatArray>;
  beforeAll(async () => {
    golden = await readSafetensors(goldens);
  });
  const tensor = (name: string): Tensor => {
    const { data, shape } = golden.get(name)!;
    return tf().tensor(data, [...shape]);
  };
  const variable = (name: string): Variable => tf().variable(tensor(name));
  const close = (found: ArrayLike<number>, name: string, atol: number): void => {
    const expected = golden.get(name)!.data;
    expect(found.length).toBe(expected.length);
    expected.forEach(
      (value, i) => void expect(Math.abs(found[i]! - value), `${name}[${i}]`).toBeLessThan(atol),
    );
  };

  it('takes one step on a matrix and a vector, both decayed', () => {
    const names = ['model.language_model.layers.0.self_attn.q_proj.weight', 'model.visual.merger.mlp.2.bias'];
    const parameters = new Map(names.map((name) => [name, variable(`before.${name}`)]));
    const optimizer = new AdamW(parameters, settings, { decays: () => true });
    optimizer.step(Object.fromEntries(names.map((name) => [name, tensor(`grad.${name}`)])), 1e-3);
    for (const name of names) close(parameters.get(name)!.dataSync(), `after_step1.${name}`, 1e-7);
  });

  it('takes five steps with gradients that fall by 10x, and survives save and restore between them', () => {
    const parameters = new Map([['toy', variable('toy.before')]]);
    let optimizer = new AdamW(parameters, settings, { decays: () => true });
    for (let step = 1; step <= 5; step++) {
      optimizer.step({ toy: tensor(`toy.grad${step}`) }, 1e-3);
      close(parameters.get('toy')!.dataSync(), `toy.after${step}`, 1e-7);
      const { state, steps } = { state: optimizer.state(), steps: optimizer.steps };
      optimizer.dispose();
      optimizer = new AdamW(parameters, settings, { decays: () => true });
      optimizer.restore(state, steps);
    }
    close(optimizer.state().get('exp_avg.toy')!.data, 'toy.exp_avg5', 1e-7);
    close(optimizer.state().get('exp_avg_sq.toy')!.data, 'toy.exp_avg_sq5', 1e-7);
  });

  it('clips to the global norm', () => {
    const parameters = new Map([
      ['a', tf().variable(tf().zerosLike(tensor('clip.grad_a')))],
      ['b', tf().variable(tf().zerosLike(tensor('clip.grad_b')))],
    ]);
    // With beta1 = 0 the first moment after one step is the clipped gradient itself.
    const optimizer = new AdamW(parameters, { ...settings, beta1: 0, maxGradNorm: 1 });
    const norm = optimizer.step({ a: tensor('clip.grad_a'), b: tensor('clip.grad_b') }, 1e-3);
    close([norm], 'clip.total_norm', 1e-5);
    close(optimizer.state().get('exp_avg.a')!.data, 'clip.clipped_a', 1e-7);
    close(optimizer.state().get('exp_avg.b')!.data, 'clip.clipped_b', 1e-7);
  });
});

describe('AdamW', () => {
  it('decays matrices only, and gives the same numbers whatever the buckets', () => {
    const make = (): Map<string, Variable> =>
      new Map([
        ['w', tf().variable(tf().ones([3, 2]))],
        ['norm', tf().variable(tf().ones([4]))],
        ['v', tf().variable(tf().fill([2, 5], 2))],
      ]);
    const gradients = { w: tf().fill([3, 2], 0.5), v: tf().fill([2, 5], -0.25) };
    const [joined, apart] = [make(), make()];
    new AdamW(joined, settings).step(gradients, 0.1);
    new AdamW(apart, settings, { bucketSize: 1 }).step(gradients, 0.1);
    for (const [name, value] of joined) expect(value.dataSync()).toEqual(apart.get(name)!.dataSync());
    // No gradient and no decay: untouched. With decay the matrix shrinks beside its step of lr.
    expect([...joined.get('norm')!.dataSync()]).toEqual([1, 1, 1, 1]);
    expect(joined.get('w')!.dataSync()[0]).toBeCloseTo(1 * (1 - 0.1 * 0.1) - 0.1, 6);
  });

  it('is the formula in float64 for any size, with clipping and where a gradient is missing', () => {
    const sizes = { one: [1], few: [7], odd: [33, 501], absent: [3, 3], long: [40_001] };
    const numbers = (size: number, seed: number) =>
      Float32Array.from({ length: size }, (_, i) => Math.sin(seed + 1.7 * i));
    const parameters = new Map<string, Variable>();
    const expected = new Map<string, { w: Float64Array; m: Float64Array; v: Float64Array }>();
    for (const [i, [name, shape]] of Object.entries(sizes).entries()) {
      const size = shape.reduce((product, axis) => product * axis, 1);
      parameters.set(name, tf().variable(tf().tensor(numbers(size, i), shape)));
      const [m, v] = [new Float64Array(size), new Float64Array(size)];
      expected.set(name, { w: Float64Array.from(numbers(size, i)), m, v });
    }
    const { beta1, beta2, epsilon, weightDecay } = settings;
    const optimizer = new AdamW(parameters, { ...settings, maxGradNorm: 5 }, { bucketSize: 20_000 });
    for (let step = 1; step <= 3; step++) {
      const gradients: Record<string, Tensor> = {};
      let squares = 0;
      for (const [name, { size, shape }] of parameters) {
        if (name === 'absent') continue;
        const gradient = numbers(size, 10 * step);
        gradients[name] = tf().tensor(gradient, shape);
        squares += gradient.reduce((sum, g) => sum + g * g, 0);
      }
      expect(optimizer.step(gradients, 0.01) / Math.sqrt(squares)).toBeCloseTo(1, 5);
      const scale = 5 / Math.sqrt(squares);
      for (const [name, { w, m, v }] of expected) {
        const matrix = parameters.get(name)!.rank > 1;
        const given = numbers(w.length, 10 * step);
        for (let i = 0; i < w.length; i++) {
          const g = name === 'absent' ? 0 : given[i]! * scale;
          m[i] = beta1 * m[i]! + (1 - beta1) * g;
          v[i] = beta2 * v[i]! + (1 - beta2) * g * g;
          const root = Math.sqrt(v[i]!) / Math.sqrt(1 - beta2 ** step);
          const kept = matrix ? w[i]! * (1 - 0.01 * weightDecay) : w[i]!;
          w[i] = kept - ((0.01 / (1 - beta1 ** step)) * m[i]!) / (root + epsilon);
        }
      }
    }
    for (const [name, { w }] of expected) {
      const found = parameters.get(name)!.dataSync();
      const gap = w.reduce((most, value, i) => Math.max(most, Math.abs(value - found[i]!)), 0);
      expect(gap, name).toBeLessThan(1e-5);
    }
  });

  it('keeps the number of tensors constant', () => {
    const parameters = new Map([['w', tf().variable(tf().ones([8, 8]))]]);
    const optimizer = new AdamW(parameters, settings);
    const gradient = tf().fill([8, 8], 0.1);
    optimizer.step({ w: gradient }, 1e-3);
    const before = tf().memory().numTensors;
    for (let i = 0; i < 10; i++) optimizer.step({ w: gradient }, 1e-3);
    expect(tf().memory().numTensors).toBe(before);
  });
});

describe('learningRateAt', () => {
  const config = OptimizerConfigSchema.parse({
    learningRate: 2,
    warmupSteps: 4,
    finalShare: 0.1,
    schedule: 'cosine',
  });
  it('warms up, peaks, and ends at the final share', () => {
    expect([1, 2, 4].map((step) => learningRateAt(config, step, 20))).toEqual([0.5, 1, 2]);
    expect(learningRateAt(config, 20, 20)).toBeCloseTo(0.2, 12);
    expect(learningRateAt({ ...config, schedule: 'linear' }, 12, 20)).toBeCloseTo(2 * 0.55, 12);
    expect(learningRateAt({ ...config, schedule: 'constant' }, 20, 20)).toBe(2);
  });
});
