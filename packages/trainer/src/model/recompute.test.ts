/** A block computed again for its gradient: the same bits, and fewer of them in memory. */
import { beforeAll, describe, expect, it } from 'vitest';
import { initBackend } from '../backend/init-backend.ts';
import { tf } from '../backend/tf.ts';
import { collate } from '../batching/collate.ts';
import { TINY_TOKENS, tinyExample, tinyModel } from '../fixtures/tiny-model.ts';
import { trainableParameters } from '../learner/trainable.ts';
import { adapterVariables, initAdapter } from '../lora/index.ts';
import { fusedCrossEntropy } from '../ops/cross-entropy.ts';
import { hasKernels } from '../ops/kernel-block.ts';
import { disposeGradients, gradientsOf } from '../optimizer/gradients.ts';
import { targetHidden, targetsOf } from '../sampling/token-logprobs.ts';
import { LoraConfigSchema } from '../schema.ts';

const precision = process.env['PARALLAX_TEST_PRECISION'] === 'bf16' ? 'bf16' : 'float32';

beforeAll(async () => {
  await initBackend({ precision });
});

const examples = [1, 2, 3, 4].map((seed) => tinyExample(seed, 3 + seed, 20));
const batch = collate(examples, { padTokenId: TINY_TOKENS.pad });
/** The same rows padded on the left: attention has a mask. */
const leftPadded = (() => {
  const { length, batchSize } = batch;
  const shift = (values: Int32Array, fill: number): Int32Array =>
    Int32Array.from({ length: values.length }, (_, at) => {
      const row = Math.floor(at / length);
      const empty = length - examples[row]!.inputIds.length;
      const column = (at % length) - empty;
      return column < 0 ? fill : values[row * length + column]!;
    });
  return {
    ...batch,
    ...{ length, batchSize, inputIds: shift(batch.inputIds, TINY_TOKENS.pad) },
    ...{ labels: shift(batch.labels, -100), attentionMask: shift(batch.attentionMask, 0) },
  };
})();

describe.each([
  ['all parameters', batch, false],
  ['all parameters, padded on the left', leftPadded, false],
  ['an adapter', batch, true],
] as const)(`recompute, %s, in ${precision}`, (_what, rows, isAdapter) => {
  it('gives the same gradients bit for bit from less memory', () => {
    const model = tinyModel();
    const settings = LoraConfigSchema.parse({ rank: 2, alpha: 4, targetModules: 'all-linear' });
    let trainable = trainableParameters(model, false);
    if (isAdapter) {
      const adapter = initAdapter(model, settings, 1);
      for (const { b } of adapter.pairs.values()) b.assign(tf().fill(b.shape, 0.01));
      trainable = adapterVariables(adapter);
    }
    const targets = targetsOf(rows.labels, rows.length);
    const measure = () => {
      const before = tf().memory().numBytes;
      let held = 0;
      const gradients = gradientsOf(() => {
        const hidden = targetHidden(model, rows, targets);
        held = tf().memory().numBytes - before;
        return fusedCrossEntropy(hidden, model.head(), tf().tensor1d(targets.tokens, 'int32'));
      }, trainable);
      const values = new Map(Object.entries(gradients).map(([name, g]) => [name, g.dataSync().slice()]));
      disposeGradients(gradients);
      return { values, held };
    };
    const kept = measure();
    model.setRecompute(true);
    measure();
    const tensors = tf().memory().numTensors;
    const again = measure();
    expect(tf().memory().numTensors).toBe(tensors);
    expect(again.values.size).toBe(trainable.size);
    for (const [name, values] of kept.values) expect(again.values.get(name), name).toEqual(values);
    expect([...kept.values.values()].some((values) => values.some((value) => value !== 0))).toBe(true);
    // Of two layers that are smaller than the pixels; the matrices with their adapter are held either way. Kernels keep fewer
    // activations than TensorFlow's operations, so that less is left to save; the bf16 file runs without kernels.
    const mostShare = hasKernels() ? (isAdapter ? 0.85 : 0.75) : isAdapter ? 0.8 : 0.6;
    expect(again.held).toBeLessThan(mostShare * kept.held);
    model.dispose();
  });
});
