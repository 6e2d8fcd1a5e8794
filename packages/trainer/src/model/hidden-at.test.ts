import { beforeAll, expect, it } from 'vitest';
import { initBackend } from '../backend/init-backend.ts';
import { type Tensor, tf } from '../backend/tf.ts';
import { collate } from '../batching/collate.ts';
import { TINY_TOKENS, tinyExample, tinyModel } from '../fixtures/tiny-model.ts';
import { disposeGradients, gradientsOf } from '../optimizer/gradients.ts';

beforeAll(async () => {
  await initBackend();
});

it('chosen rows and their gradients are those of the whole forward pass', () => {
  const api = tf();
  const model = tinyModel(3);
  const batch = collate([tinyExample(1), tinyExample(2, 9)], { padTokenId: TINY_TOKENS.pad });
  const positions = Int32Array.from([batch.length + 3, 2, 8]);
  const all = (): Tensor => {
    const { hidden_BTD } = model.forward(batch);
    return api.gather(api.reshape(hidden_BTD, [-1, hidden_BTD.shape[2]]), api.tensor1d(positions, 'int32'));
  };
  const chosen = (): Tensor => model.hiddenAt(batch, positions);
  const [expected, found] = [all, chosen].map((f) => api.tidy(() => f().dataSync()));
  expect(found).toHaveLength(expected!.length);
  for (const [i, value] of expected!.entries()) expect(found![i]).toBeCloseTo(value, 5);
  const [wanted, given] = [all, chosen].map((f) =>
    gradientsOf(() => api.sum(api.mul(f(), 1 / 3)), model.parameters),
  );
  expect(Object.keys(given!).sort()).toEqual(Object.keys(wanted!).sort());
  for (const [name, gradient] of Object.entries(wanted!)) {
    const apart = api.tidy(() => api.max(api.abs(api.sub(gradient, given![name]!))).dataSync()[0]!);
    expect(apart, name).toBeLessThan(1e-5);
  }
  disposeGradients(wanted!);
  disposeGradients(given!);
  model.dispose();
});
