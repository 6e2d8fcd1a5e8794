/** Own operations: results are the same bits however many threads share them, and a wrong shape is an error, not a crash. */
import { beforeAll, expect, test } from 'vitest';
import { initBackend } from '../../backend/init-backend.ts';
import { startKernels } from '../../backend/kernels.ts';
import { type Tensor, tf } from '../../backend/tf.ts';
import { causalMask } from '../constants.ts';
import { hasKernels } from '../kernel-block.ts';
import { product } from '../product.ts';
import { rotaryTable } from '../rotary.ts';
import { type AttentionSettings, attentionBlock } from './attention-block.ts';
import { mergerBlock } from './merger-block.ts';
import { mlpBlock } from './mlp-block.ts';

beforeAll(async () => {
  await initBackend({ threads: 1 });
  if (!hasKernels()) process.stdout.write('skipped: this machine has no kernels (PARALLAX_KERNELS)\n');
});

/** Several runs of rows and tiles, none of which is full: 2 segments of 131 rows, 40 features, 3 heads of 14. */
const [SEGMENTS, LENGTH, HIDDEN, HEADS, FEATURES] = [2, 131, 40, 3, 14];

let seed = 1;
const random = (...shape: number[]): Tensor => tf().randomNormal(shape, 0, 0.5, 'float32', seed++);

type Attend = (x: Tensor, changed?: Partial<AttentionSettings>) => Tensor;

interface AttentionSizes {
  readonly segments?: number;
  readonly length?: number;
  /** Of the table. */
  readonly rows?: number;
}

function attention({ segments = SEGMENTS, length = LENGTH, rows }: AttentionSizes = {}): Attend {
  const weights = {
    ...{ norm_D: random(HIDDEN), queryBias_C: random(HEADS * FEATURES), keyBias_E: null, valueBias_E: null },
    ...{ query_CD: random(HEADS * FEATURES, HIDDEN), key_ED: random(FEATURES, HIDDEN) },
    ...{
      value_ED: random(FEATURES, HIDDEN),
      output_DC: random(HIDDEN, HEADS * FEATURES),
      outputBias_D: null,
    },
  };
  const angles = random(rows ?? segments * length, FEATURES / 2);
  const tables = { queryTable: rotaryTable(angles, 1, HEADS), keyTable: rotaryTable(angles) };
  const shape = { segments, length, heads: HEADS, kvHeads: 1, causal: true };
  const settings = { ...shape, ...tables, epsilon: 1e-6, mask: null };
  return (x, changed) => attentionBlock(x, weights, { ...settings, ...changed });
}

function mlp(): (x: Tensor) => Tensor {
  const weights = {
    ...{ norm_D: random(HIDDEN), gate_FD: random(70, HIDDEN), up_FD: random(70, HIDDEN) },
    ...{ down_DF: random(HIDDEN, 70), gateBias_F: random(70), upBias_F: null, downBias_D: random(HIDDEN) },
  };
  return (x) => mlpBlock(x, weights, 1e-6);
}

function merger(): (x: Tensor) => Tensor {
  const weights = {
    ...{ norm_V: random(HIDDEN), inner_HK: random(70, 2 * HIDDEN), innerBias_H: random(70) },
    ...{ outer_DH: random(30, 70), outerBias_D: random(30) },
  };
  return (x) => mergerBlock(x, weights, { cell: 2, epsilon: 1e-6 });
}

test.each([
  ['attention', attention],
  ['the merger', merger],
  ['the gated block', mlp],
])('%s: the same bits on one thread and on three', (_name, make) => {
  if (!hasKernels()) return;
  const block = make();
  const x = random(SEGMENTS * LENGTH, HIDDEN);
  const run = () => {
    const { value, grad } = tf().valueAndGrad((rows: Tensor) => tf().sum(tf().square(block(rows))))(x);
    return [...value.dataSync(), ...grad.dataSync()];
  };
  const alone = run();
  startKernels(3);
  expect(alone.every(Number.isFinite)).toBe(true);
  for (let again = 0; again < 5; again++) expect(run()).toEqual(alone);
});

test.each([131, 700])('causal attention over %d rows is attention under a triangle', (length) => {
  if (!hasKernels()) return;
  const block = attention({ segments: 1, length });
  const mask = causalMask(0, length);
  const x = random(length, HIDDEN);
  const masked = (rows: Tensor): Tensor => block(rows, { causal: false, mask });
  const [own, other] = [block, masked].map((attend) => {
    const { grad } = tf().valueAndGrad((rows: Tensor) => tf().sum(tf().square(attend(rows))))(x);
    return { rows: attend(x), grad };
  }) as [Results, Results];
  expect(apart(own.rows, other.rows)).toBeLessThan(1e-5);
  expect(apart(own.grad, other.grad)).toBeLessThan(1e-5);
});

interface Results {
  readonly rows: Tensor;
  readonly grad: Tensor;
}

/** Largest difference, of the largest number. */
function apart(a: Tensor, b: Tensor): number {
  const largest = (some: Tensor): number => tf().max(tf().abs(some)).dataSync()[0]!;
  return largest(tf().sub(a, b)) / largest(b);
}

test('a table for other rows is refused with the name of the operation', () => {
  if (!hasKernels()) return;
  expect(() => attention({ rows: 7 })(random(SEGMENTS * LENGTH, HIDDEN))).toThrow(/ParallaxAttention/);
});

test('products of matrices, whichever is transposed, are those of TensorFlow', () => {
  if (!hasKernels()) return;
  for (const [m, k, n] of [
    [131, 400, 37],
    [1, 5, 1],
    [6, 1, 33],
  ] as const)
    for (const first of [false, true])
      for (const second of [false, true]) {
        const [a, b] = [first ? random(k, m) : random(m, k), second ? random(n, k) : random(k, n)];
        const gap = tf().max(
          tf().abs(tf().sub(product(a, b, first, second), tf().matMul(a, b, first, second))),
        );
        expect(gap.dataSync()[0]).toBeLessThan(1e-4);
      }
  expect(() => product(random(2, 3), random(2, 3))).toThrow(/ParallaxProduct/);
});

test('denormal numbers count as zero on every thread', () => {
  if (!hasKernels()) return;
  startKernels(3);
  const [a, b, tiny] = [tf().fill([600, 64], 1e-30), tf().fill([64, 64], 1e-12), tf().fill([64, 64], 1e-41)];
  const ones = tf().ones([600, 64]);
  // Often, as the calling thread may have done all before another is awake.
  for (let again = 0; again < 50; again++) {
    for (const result of [product(a, b), product(ones, tiny)]) {
      expect(result.dataSync().every((value) => value === 0)).toBe(true);
      result.dispose();
    }
  }
});
