/** A vision tower that comes from another checkpoint than the language model. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { initBackend, initModel, modelSize, saveModel, type VisionLanguageModel } from '@parallax/trainer';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { takeVision } from './start-model.ts';

const shape = modelSize('nano');
let folder: string;
beforeAll(async () => {
  await initBackend();
  folder = await mkdtemp(join(tmpdir(), 'start-model-'));
});
afterAll(() => rm(folder, { recursive: true }));

const bytes = (model: VisionLanguageModel): Map<string, string> =>
  new Map([...model.parameters].map(([name, weight]) => [name, weight.dataSync().join()]));

it('takes the tower and nothing else', async () => {
  const [eyes, model] = [initModel(shape, 1), initModel(shape, 2)];
  await saveModel(eyes, join(folder, 'eyes'));
  const [seen, before] = [bytes(eyes), bytes(model)];
  await takeVision(model, join(folder, 'eyes'));
  for (const [name, value] of bytes(model))
    expect(value === (name.startsWith('visual.') ? seen : before).get(name), name).toBe(true);
  eyes.dispose();
  model.dispose();
});

it('names the first weight of a tower that does not fit, and leaves the model as it was', async () => {
  const vision = { ...shape.vision, intermediateSize: shape.vision.intermediateSize / 2 };
  const [eyes, model] = [initModel({ ...shape, vision }, 1), initModel(shape, 2)];
  await saveModel(eyes, join(folder, 'narrow'));
  const before = bytes(model);
  await expect(takeVision(model, join(folder, 'narrow'))).rejects.toMatchObject({
    code: 'vision-unlike',
    message: expect.stringMatching(
      /^visual\.blocks\.0\.mlp\.\S+ has shape \[96,96\] in .*narrow; the model has \[192,96\]/,
    ),
  });
  expect(bytes(model)).toEqual(before);
  eyes.dispose();
  model.dispose();
});
