import { beforeAll, expect, it } from 'vitest';
import { initBackend } from '../backend/init-backend.ts';
import { tf } from '../backend/tf.ts';
import { collate } from '../batching/collate.ts';
import { TINY_TOKENS, tinyExample, tinyModel } from '../fixtures/tiny-model.ts';
import { trainableParameters } from '../learner/trainable.ts';
import { AdamW } from '../optimizer/adamw/adamw.ts';
import { disposeGradients } from '../optimizer/gradients.ts';
import { OptimizerConfigSchema } from '../schema.ts';
import { sftGradients, sftStep } from './sft-step.ts';

beforeAll(async () => {
  await initBackend();
});
const pad = { padTokenId: TINY_TOKENS.pad };

it('overfits one batch, with a constant number of tensors', () => {
  const model = tinyModel();
  const trainable = trainableParameters(model, false);
  const optimizer = new AdamW(trainable, OptimizerConfigSchema.parse({}));
  const batches = [collate([tinyExample(1), tinyExample(2, 9), tinyExample(3, 3, 6)], pad)];
  const step = () => sftStep({ model, optimizer, trainable, batches, learningRate: 5e-3 });
  const first = step();
  expect(first.loss).toBeGreaterThan(Math.log(64) * 0.8);
  expect(first.labelledTokens).toBe(5 + 5 + 7);
  step();
  const tensors = tf().memory().numTensors;
  let last = first;
  for (let i = 0; i < 80; i++) last = step();
  expect(last.loss).toBeLessThan(0.05);
  expect(tf().memory().numTensors).toBe(tensors);
  optimizer.dispose();
  model.dispose();
});

it('learns from accumulated micro-batches what it would learn from one large batch', () => {
  const model = tinyModel();
  const trainable = trainableParameters(model, false);
  // Answers of different length: a mean of means would differ.
  const examples = [1, 2, 3, 4].map((seed) => tinyExample(seed, 3 + seed, 2 * seed));
  const large = sftGradients({ model, trainable, batches: [collate(examples, pad)] });
  const parts = [examples.slice(0, 2), examples.slice(2)].map((part) => collate(part, pad));
  const small = sftGradients({ model, trainable, batches: parts });
  expect(small.loss).toBeCloseTo(large.loss, 5);
  expect(Object.keys(small.gradients).sort()).toEqual([...trainable.keys()].sort());
  for (const [name, gradient] of Object.entries(large.gradients)) {
    const gap = tf().tidy(
      () =>
        tf()
          .max(tf().abs(tf().sub(gradient, small.gradients[name]!)))
          .dataSync()[0]!,
    );
    expect(gap, name).toBeLessThan(1e-5);
  }
  disposeGradients(large.gradients);
  disposeGradients(small.gradients);
  model.dispose();
});

it('ends with the same weights after six steps, however a step is cut into micro-batches', () => {
  const examples = [1, 2, 3, 4, 5, 6].map((seed) => tinyExample(seed, 3 + seed, 2 * seed));
  const train = (sizes: readonly number[]): Map<string, Float32Array> => {
    const model = tinyModel();
    const trainable = trainableParameters(model, false);
    const optimizer = new AdamW(trainable, OptimizerConfigSchema.parse({}));
    let from = 0;
    const batches = sizes.map((size) => {
      from += size;
      return collate(examples.slice(from - size, from), pad); // of different lengths, and so of different tokens
    });
    for (let i = 0; i < 6; i++) sftStep({ model, optimizer, trainable, batches, learningRate: 3e-4 });
    const weights = new Map(
      [...model.parameters].map(([name, variable]) => [name, variable.dataSync().slice() as Float32Array]), // float32
    );
    optimizer.dispose();
    model.dispose();
    return weights;
  };
  // Adam divides by the root of the second moment: where a gradient is near 0 its rounding moves up to 0.02 learning rates.
  const large = train([6]);
  const before = tinyModel().parameters.get('model.layers.0.mlp.up_proj.weight')!.dataSync();
  const moved = large.get('model.layers.0.mlp.up_proj.weight')!;
  expect(Math.max(...moved.map((value, i) => Math.abs(value - before[i]!)))).toBeGreaterThan(1e-3);
  for (const sizes of [
    [3, 3],
    [1, 5],
    [1, 1, 1, 1, 1, 1],
  ]) {
    for (const [name, weights] of train(sizes)) {
      const gap = weights.reduce(
        (most, value, i) => Math.max(most, Math.abs(value - large.get(name)![i]!)),
        0,
      );
      expect(gap, `${sizes} ${name}`).toBeLessThan(1e-5);
    }
  }
});

it('leaves a frozen vision tower as it is', () => {
  const model = tinyModel();
  const trainable = trainableParameters(model, true);
  const optimizer = new AdamW(trainable, OptimizerConfigSchema.parse({}));
  const before = new Map(
    [...model.parameters].map(([name, variable]) => [name, variable.dataSync().slice()]),
  );
  sftStep({ model, optimizer, trainable, batches: [collate([tinyExample(1)], pad)], learningRate: 1e-2 });
  for (const [name, variable] of model.parameters) {
    const same = variable.dataSync().every((value, i) => value === before.get(name)![i]);
    expect(same, name).toBe(name.startsWith('visual.'));
  }
  optimizer.dispose();
  model.dispose();
});

it('weighs targets as if each stood there as often', () => {
  const model = tinyModel();
  const trainable = trainableParameters(model, false);
  const batches = [collate([tinyExample(1), tinyExample(2, 9)], pad)];
  const plain = sftGradients({ model, trainable, batches });
  const even = sftGradients({
    model,
    trainable,
    batches,
    weigh: ({ tokens }) => new Float32Array(tokens.length).fill(3),
  });
  expect(even.loss).toBeCloseTo(plain.loss, 5);
  // All the weight on one target: the mean is that target's own loss.
  const alone = (wanted: number) =>
    sftGradients({
      model,
      trainable,
      batches,
      weigh: ({ tokens }) => Float32Array.from(tokens, (_, i) => Number(i === wanted)),
    });
  const single = Array.from({ length: plain.labelledTokens }, (_, i) => alone(i));
  expect(single.reduce((sum, { loss }) => sum + loss, 0) / single.length).toBeCloseTo(plain.loss, 5);
  const [first, second] = single;
  const pair = sftGradients({
    ...{ model, trainable, batches },
    weigh: ({ tokens }) => Float32Array.from(tokens, (_, i) => (i === 0 ? 3 : i === 1 ? 1 : 0)),
  });
  for (const [name, gradient] of Object.entries(pair.gradients)) {
    const [a, b, mixed] = [first!.gradients[name]!, second!.gradients[name]!, gradient].map((t) =>
      t.dataSync(),
    );
    mixed!.forEach(
      (value, i) => void expect(Math.abs(value - (3 * a![i]! + b![i]!) / 4), name).toBeLessThan(1e-6),
    );
  }
  for (const { gradients } of [plain, even, pair, ...single]) disposeGradients(gradients);
  model.dispose();
});
