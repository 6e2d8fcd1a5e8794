/**
 * Every fused operation against finite differences of its own forward pass in float32: central differences along random
 * directions, so that one number checks a whole gradient.
 */
import { beforeAll, expect, test } from 'vitest';
import { initBackend } from '../backend/init-backend.ts';
import { type Tensor, tf } from '../backend/tf.ts';
import { type AttentionWeights, attentionBlock } from './blocks/attention-block.ts';
import { type MergerWeights, mergerBlock } from './blocks/merger-block.ts';
import { type MlpWeights, mlpBlock } from './blocks/mlp-block.ts';
import { fusedCrossEntropy, tokenLogprobs } from './cross-entropy.ts';
import { linearOfConstant } from './linear.ts';
import { rmsNorm } from './rms-norm.ts';
import { rotaryTable } from './rotary.ts';

/** gradients-wasm.test.ts runs this file again on the plain-tfjs path of every operation. */
beforeAll(async () => {
  const name = process.env.PARALLAX_TEST_BACKEND;
  await initBackend(name === undefined ? {} : { backend: name as 'js' | 'wasm' }); // set by the sibling files
});

let seed = 1;
function random(shape: number[], scale = 1): Tensor {
  return tf().randomNormal(shape, 0, scale, 'float32', seed++);
}

/** Compares the analytic directional derivative with a central difference; both of sum(f * fixed weights). */
function checkGradient(f: (...inputs: Tensor[]) => Tensor, inputs: Tensor[], step = 1e-2): void {
  const api = tf();
  const weightsOfSum = random(f(...inputs).shape);
  const objective = (...xs: Tensor[]): Tensor => api.sum(api.mul(f(...xs), weightsOfSum));
  const gradients = api.grads((...xs: Tensor[]) => objective(...xs).asScalar())(inputs);
  for (const [index, input] of inputs.entries()) {
    const direction = random(input.shape, 1 / Math.sqrt(input.size));
    const along = (sign: number): number => {
      const moved = [...inputs];
      moved[index] = api.add(input, api.mul(direction, sign * step));
      return objective(...moved).dataSync()[0]!;
    };
    const numeric = (along(1) - along(-1)) / (2 * step);
    const analytic = api.sum(api.mul(gradients[index]!, direction)).dataSync()[0]!;
    const size = Math.sqrt(api.sum(api.square(gradients[index]!)).dataSync()[0]! / input.size);
    expect([index, Math.abs(numeric - analytic) < 0.02 * (size + Math.abs(analytic)) + 2e-3]).toEqual([
      index,
      true,
    ]);
  }
}

const ATTENTION = [
  'norm_D',
  'query_CD',
  'key_ED',
  'value_ED',
  'output_DC',
  'queryBias_C',
  'keyBias_E',
  'valueBias_E',
];

test.each([
  ['causal, several blocks of queries', true, 150],
  ['causal, one block', true, 7],
  ['full segments', false, 6],
])('attention block: %s', (_, causal, length) => {
  tf().tidy(() => {
    const segments = 2;
    const shape = { segments, length, heads: 4, kvHeads: 2, causal };
    const angles = random([segments * length, 4]);
    const settings = {
      ...shape,
      epsilon: 1e-6,
      queryTable: rotaryTable(angles, 1 / Math.sqrt(8)),
      keyTable: rotaryTable(angles),
      mask: null,
    };
    const f = (x: Tensor, ...weights: Tensor[]): Tensor => {
      const named = Object.fromEntries(ATTENTION.map((name, index) => [name, weights[index]!]));
      return attentionBlock(x, { ...named, outputBias_D: null } as unknown as AttentionWeights, settings); // named above
    };
    const inputs = [
      random([segments * length, 12]),
      ...[[12], [32, 12], [16, 12], [16, 12], [12, 32], [32], [16], [16]].map((size) => random(size, 0.4)),
    ];
    checkGradient(f, inputs);
  });
});

test('attention block: causal rows do not depend on later rows', () => {
  tf().tidy(() => {
    const length = 150;
    const weights: AttentionWeights = {
      norm_D: random([8]),
      query_CD: random([8, 8]),
      key_ED: random([8, 8]),
      value_ED: random([8, 8]),
      output_DC: random([8, 8]),
      queryBias_C: null,
      keyBias_E: null,
      valueBias_E: null,
      outputBias_D: null,
    };
    const angles = random([length, 2]);
    const table = rotaryTable(angles);
    const run = (x: Tensor): ArrayLike<number> =>
      attentionBlock(x, weights, {
        ...{ segments: 1, length, heads: 2, kvHeads: 2, causal: true },
        ...{ epsilon: 1e-6, queryTable: table, keyTable: table, mask: null },
      }).dataSync();
    const x = random([length, 8]);
    const changed = tf().concat([tf().slice(x, [0, 0], [100, 8]), random([50, 8])], 0);
    const [a, b] = [run(x), run(changed)];
    for (let i = 0; i < 100 * 8; i++) expect(Math.abs(a[i]! - b[i]!)).toBeLessThan(1e-5);
  });
});

test.each([true, false])('gated block, biases: %s', (biased) => {
  tf().tidy(() => {
    const names = ['norm_D', 'gate_FD', 'up_FD', 'down_DF', 'gateBias_F', 'upBias_F', 'downBias_D'];
    const sizes = [[6], [10, 6], [10, 6], [6, 10], [10], [10], [6]];
    const used = biased ? 7 : 4;
    const f = (x: Tensor, ...weights: Tensor[]): Tensor => {
      const named = Object.fromEntries(names.map((name, index) => [name, weights[index] ?? null]));
      return mlpBlock(x, named as unknown as MlpWeights, 1e-6); // every name is set
    };
    checkGradient(f, [random([9, 6]), ...sizes.slice(0, used).map((size) => random(size, 0.5))]);
  });
});

test('merger of cells, with its exact GELU', () => {
  tf().tidy(() => {
    const names = ['norm_V', 'inner_HK', 'innerBias_H', 'outer_DH', 'outerBias_D'];
    const f = (x: Tensor, ...weights: Tensor[]): Tensor => {
      const named = Object.fromEntries(names.map((name, index) => [name, weights[index]!]));
      return mergerBlock(x, named as unknown as MergerWeights, { cell: 4, epsilon: 1e-6 }); // every name is set
    };
    const sizes = [[5], [19, 20], [19], [7, 19], [7]];
    checkGradient(f, [random([12, 5]), ...sizes.map((size) => random(size, 0.5))]);
    // Identities and no biases: what is left is the GELU of the normed rows, +-1 times the norm's weight.
    const signs = tf().tensor2d([1, -1, -1, 1], [4, 1]);
    const [two, zeros] = [tf().fill([1], 2), tf().zeros([4])];
    const found = f(signs, two, tf().eye(4), zeros, tf().eye(4), zeros).dataSync();
    // 2 Phi(2) and -2 Phi(-2) from tables of the normal distribution.
    for (const [i, value] of [1.9544997361, -0.0455002639, -0.0455002639, 1.9544997361].entries())
      expect(found[i]).toBeCloseTo(value, 5);
  });
});

test('product with a constant', () => {
  tf().tidy(() => {
    const x = random([7, 9]);
    checkGradient((w) => linearOfConstant(x, w), [random([21, 9])]);
  });
});

test('norm, cross-entropy and log-probabilities', () => {
  tf().tidy(() => {
    checkGradient((x, w) => rmsNorm(x, w, 1e-6), [random([5, 7]), random([7])]);
    const ids = tf().tensor1d([3, 0, 8, 3], 'int32');
    const inputs = [random([4, 6]), random([9, 6])];
    checkGradient((h, w) => fusedCrossEntropy(h, w, ids), inputs);
    checkGradient((h, w) => tokenLogprobs(h, w, ids), inputs);
    const sum = fusedCrossEntropy(inputs[0]!, inputs[1]!, ids).dataSync()[0]!;
    const logprobs = tokenLogprobs(inputs[0]!, inputs[1]!, ids).dataSync();
    expect(sum).toBeCloseTo(-Array.from(logprobs).reduce((a, b) => a + b, 0), 4);
  });
});

test('frozen variables get no gradient and cost none', () => {
  const api = tf();
  const hidden = api.variable(random([6, 6]), true);
  const frozen = api.variable(random([10, 6]), false);
  api.tidy(() => {
    const weights: MlpWeights = {
      norm_D: random([6]),
      gate_FD: frozen,
      up_FD: frozen,
      down_DF: random([6, 10]),
      gateBias_F: null,
      upBias_F: null,
      downBias_D: null,
    };
    const { grads } = api.variableGrads(() => api.sum(mlpBlock(hidden, weights, 1e-6)).asScalar(), [hidden]);
    expect(Object.keys(grads)).toEqual([hidden.name]);
  });
  hidden.dispose();
  frozen.dispose();
});
