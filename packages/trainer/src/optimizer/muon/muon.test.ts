import { beforeAll, expect, it } from 'vitest';
import { initBackend } from '../../backend/init-backend.ts';
import { type Tensor, tf, type Variable } from '../../backend/tf.ts';
import { OptimizerConfigSchema } from '../../schema.ts';
import { makeOptimizer } from '../make-optimizer.ts';
import { orthogonal } from './orthogonal.ts';

beforeAll(async () => {
  await initBackend();
});

/** What five steps make of one singular value, in float64. */
function polished(value: number): number {
  let s = value;
  for (let step = 0; step < 5; step++) s = 3.4445 * s - 4.775 * s ** 3 + 2.0315 * s ** 5;
  return s;
}

/** An orthogonal matrix of Householder's: I - 2 v v^T / |v|^2. */
function reflection(v: readonly number[]): number[][] {
  const square = v.reduce((sum, x) => sum + x * x, 0);
  return v.map((x, i) => v.map((y, j) => (i === j ? 1 : 0) - (2 * x * y) / square));
}

/** Q diag(values) R, with the first columns of Q or rows of R where one side is shorter. */
function withSingularValues(left: number[][], values: readonly number[], right: number[][]): number[][] {
  return left.map((row) =>
    right[0]!.map((_, j) => values.reduce((sum, s, k) => sum + row[k]! * s * right[k]![j]!, 0)),
  );
}

it.each([
  ['square', 3, 3],
  ['wide', 3, 5],
  ['tall', 5, 3],
])('keeps the singular vectors of a %s matrix and brings the values near 1', (_, rows, columns) => {
  const left = reflection([1, 2, -1, 0.5, 3].slice(0, rows));
  const right = reflection([2, -1, 1, 1, 0.3].slice(0, columns));
  const values = [4, 0.7, 0.05];
  const length = Math.hypot(...values);
  const found = orthogonal(tf().tensor3d([withSingularValues(left, values, right)])).dataSync();
  const scalars = values.map((s) => polished(s / length));
  for (const s of scalars.slice(0, 2)) expect(Math.abs(s - 0.95)).toBeLessThan(0.27);
  const expected = withSingularValues(left, scalars, right).flat();
  expected.forEach((value, i) => void expect(found[i]).toBeCloseTo(value, 5));
});

const config = OptimizerConfigSchema.parse({
  name: 'muon',
  matrixRate: 3,
  weightDecay: 0.1,
  maxGradNorm: null,
});
const makeParameters = (): Map<string, Variable> =>
  new Map([
    ['model.layers.0.mlp.up_proj.weight', tf().variable(tf().ones([2, 4]))],
    ['model.layers.1.mlp.up_proj.weight', tf().variable(tf().zeros([2, 4]))],
    ['model.embed_tokens.weight', tf().variable(tf().ones([4, 2]))],
    ['model.norm.weight', tf().variable(tf().ones([2]))],
  ]);
const valuesOf = (parameters: Map<string, Variable>): number[][] =>
  [...parameters.values()].map((variable) => [...variable.dataSync()]);

/** Rank 1 with the unit vectors u and v: its orthogonal form is polished(1) u v^T, however large it is. */
const u = [0.6, 0.8];
const v = [0.5, -0.5, 0.5, 0.5];
const rankOne = (size: number) => tf().tensor2d(u.map((x) => v.map((y) => size * x * y)));
const gradients = (size: number) => ({
  'model.layers.0.mlp.up_proj.weight': rankOne(size),
  'model.embed_tokens.weight': tf().fill([4, 2], size),
  'model.norm.weight': tf().fill([2], -size),
});

it('moves a matrix by the same length whatever its gradient, with momentum, and all else as AdamW does', () => {
  const parameters = makeParameters();
  const optimizer = makeOptimizer(parameters, config);
  const norm = optimizer.step(gradients(3), 0.01);
  expect(norm).toBeCloseTo(3 * Math.sqrt(1 + 8 + 2), 4);
  optimizer.step(gradients(-1), 0.01);
  const [first, second, embedding, vector] = valuesOf(parameters);
  // Momentum: 0.95 * 0.15 u v^T - 0.05 u v^T is positive still, so both steps go the same way.
  const update = 3 * 0.01 * 0.2 * Math.sqrt(4) * polished(1);
  const decay = 1 - 0.01 * 0.1;
  const expected = u.flatMap((x) => v.map((y) => (decay - update * x * y) * decay - update * x * y));
  expected.forEach((value, i) => void expect(first![i]).toBeCloseTo(value, 5));
  expect(second).toEqual(Array(8).fill(0));

  const alone = makeParameters();
  const others = new Map([...alone].filter(([name]) => !name.includes('up_proj')));
  const adamw = makeOptimizer(others, { ...config, name: 'adamw' });
  adamw.step(gradients(3), 0.01);
  adamw.step(gradients(-1), 0.01);
  expect([embedding, vector]).toEqual(valuesOf(others));
});

it('clips by one norm over matrices and all else', () => {
  const parameters = new Map([...makeParameters()].filter(([name]) => !name.includes('layers.1')));
  const optimizer = makeOptimizer(parameters, { ...config, maxGradNorm: 1, beta1: 0 });
  const norm = optimizer.step(gradients(3), 0.01);
  const moment = optimizer.state().get('exp_avg.model.norm.weight')!.data[0];
  expect(moment).toBeCloseTo(-3 / norm, 5);
  const momentum = optimizer.state().get('momentum.model.layers.0.mlp.up_proj.weight')!;
  expect(momentum.shape).toEqual([2, 4]);
  expect(momentum.data[0]).toBeCloseTo((0.05 * 3 * u[0]! * v[0]!) / norm, 5);
});

it('is the formula for matrices of any shape, square, wide and tall, side by side', () => {
  const shapes = { wide: [33, 70], other: [33, 70], tall: [130, 17], square: [40, 40], row: [1, 9] } as const;
  const numbers = (size: number, seed: number) =>
    Float32Array.from({ length: size }, (_, i) => Math.sin(seed + 1.7 * i + 0.003 * i * i));
  const parameters = new Map<string, Variable>();
  const expected = new Map<string, { weights: Tensor; momentum: Tensor }>();
  for (const [i, [name, shape]] of Object.entries(shapes).entries()) {
    const weights = tf().tensor2d(numbers(shape[0] * shape[1], i), [...shape]);
    parameters.set(name, tf().variable(weights));
    expected.set(name, { weights, momentum: tf().zeros([...shape]) });
  }
  const optimizer = makeOptimizer(parameters, { ...config, maxGradNorm: 2 });
  for (let step = 1; step <= 3; step++) {
    const given: Record<string, Tensor> = {};
    let squares = 0;
    for (const [i, [name, shape]] of Object.entries(shapes).entries()) {
      if (name === 'other' && step === 2) continue; // a step without its gradient
      const values = numbers(shape[0] * shape[1], 10 * step + i);
      squares += values.reduce((sum, value) => sum + value * value, 0);
      given[name] = tf().tensor2d(values, [...shape]);
    }
    expect(optimizer.step(given, 0.01) / Math.sqrt(squares)).toBeCloseTo(1, 5);
    for (const [name, at] of expected) {
      const { shape } = at.weights;
      const gradient = tf().mul(given[name] ?? tf().zeros(shape), (2 / Math.sqrt(squares)) * 0.05);
      at.momentum = tf().add(tf().mul(at.momentum, 0.95), gradient);
      const update = orthogonal(tf().expandDims(tf().add(tf().mul(at.momentum, 0.95), gradient)));
      const rate = 3 * 0.01 * 0.2 * Math.sqrt(Math.max(...shape));
      at.weights = tf().sub(tf().mul(at.weights, 1 - 0.01 * 0.1), tf().mul(tf().squeeze(update, [0]), rate));
    }
  }
  for (const [name, { weights }] of expected) {
    const found = parameters.get(name)!.dataSync();
    const wanted = weights.dataSync() as Float32Array; // float32 by construction
    const gap = wanted.reduce((most, value, i) => Math.max(most, Math.abs(value - found[i]!)), 0);
    expect(gap, name).toBeLessThan(2e-6);
  }
});

it('goes on after save and restore as if nothing had been between', () => {
  const undisturbed = makeParameters();
  const whole = makeOptimizer(undisturbed, config);
  const resumed = makeParameters();
  let part = makeOptimizer(resumed, config);
  for (const size of [1, -4, 2]) {
    whole.step(gradients(size), 0.01);
    part.step(gradients(size), 0.01);
    const { steps } = part;
    const state = part.state();
    part.dispose();
    part = makeOptimizer(resumed, config);
    part.restore(state, steps);
  }
  expect(valuesOf(resumed)).toEqual(valuesOf(undisturbed));
  const state = whole.state();
  state.delete('momentum.model.layers.0.mlp.up_proj.weight');
  expect(() => part.restore(state, 3)).toThrow('momentum.model.layers.0.mlp.up_proj.weight');
});
