import { copyFile, mkdtemp, open, readFile, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import { initBackend } from '../../backend/init-backend.ts';
import { tf } from '../../backend/tf.ts';
import { type FloatArray, readSafetensors, writeSafetensors } from '../../weights/index.ts';
import {
  initModel,
  loadModel,
  type ModelConfig,
  modelConfigFile,
  modelSize,
  parseModelConfig,
  saveModel,
} from '../index.ts';

const config: ModelConfig = {
  ...modelSize('nano'),
  ...{ vocabSize: 32, imageTokenId: 30, videoTokenId: 31, layers: 1, bosTokenId: 1, eosTokenId: 2 },
};
let saved: string;

beforeAll(async () => {
  await initBackend();
  saved = await mkdtemp(join(tmpdir(), 'model-'));
  const model = initModel(config, 7);
  await saveModel(model, saved);
  model.dispose();
});

async function copy(change: (arrays: Map<string, FloatArray>) => void): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'model-'));
  await copyFile(join(saved, 'config.json'), join(folder, 'config.json'));
  const arrays = await readSafetensors(join(saved, 'model.safetensors'));
  change(arrays);
  await writeSafetensors(join(folder, 'model.safetensors'), arrays);
  return folder;
}

test('a saved model loads with the same numbers, bf16 and f16 within their precision', async () => {
  const model = initModel(config, 7);
  for (const [dtype, tolerance] of [
    ['float32', 0],
    ['bfloat16', 2 ** -8],
    ['float16', 2 ** -11],
  ] as const) {
    const folder = await mkdtemp(join(tmpdir(), 'model-'));
    await saveModel(model, folder, { dtype });
    const loaded = await loadModel(folder);
    expect(loaded.config).toEqual(config);
    for (const [name, variable] of model.parameters) {
      const [a, b] = [variable.dataSync(), loaded.parameters.get(name)!.dataSync()];
      for (let i = 0; i < a.length; i++) {
        if (!(Math.abs(a[i]! - b[i]!) <= tolerance * Math.abs(a[i]!) + 2 ** -24))
          expect([name, a[i]]).toEqual([name, b[i]]);
      }
    }
    loaded.dispose();
  }
  model.dispose();
});

test('a random start depends on the seed alone', () => {
  const digest = (seed: number): number[] => {
    const model = initModel(config, seed);
    const values = [...model.parameters.values()].map((variable) => variable.dataSync()[3]!);
    model.dispose();
    return values;
  };
  expect(digest(1)).toEqual(digest(1));
  expect(digest(1)).not.toEqual(digest(2));
});

test('missing, extra and misshapen tensors are named', async () => {
  const name = 'model.layers.0.mlp.up_proj.weight';
  const missing = await copy((arrays) => arrays.delete(name));
  await expect(loadModel(missing)).rejects.toMatchObject({
    code: 'tensors-missing',
    message: expect.stringContaining(name),
  });
  const extra = await copy((arrays) =>
    arrays.set('model.layers.9.x', { shape: [1], data: new Float32Array(1) }),
  );
  await expect(loadModel(extra)).rejects.toMatchObject({
    code: 'tensors-extra',
    message: expect.stringContaining('layers.9'),
  });
  const wrong = await copy((arrays) => arrays.set(name, { shape: [2, 2], data: new Float32Array(4) }));
  await expect(loadModel(wrong)).rejects.toMatchObject({
    code: 'tensor-shape',
    message: expect.stringContaining(name),
  });
});

test('damaged files are refused, at whatever byte they end', async () => {
  const folder = await copy(() => undefined);
  const path = join(folder, 'model.safetensors');
  const { length } = await readFile(path);
  for (const size of [length - 1, Math.floor(length / 2), 400, 9, 4, 0]) {
    await truncate(path, size);
    await expect(loadModel(folder)).rejects.toMatchObject({ code: 'truncated' });
  }
  await writeFile(path, 'a text file that is no checkpoint at all');
  await expect(loadModel(folder)).rejects.toMatchObject({ code: 'not-safetensors' });
  await rm(path);
  await expect(loadModel(folder)).rejects.toMatchObject({ code: 'file-missing' });
  await rm(join(folder, 'config.json'));
  await expect(loadModel(folder)).rejects.toMatchObject({ code: 'file-missing' });
});

test('a config that cannot be is refused, naming the key', () => {
  const file = modelConfigFile(config);
  expect(() => parseModelConfig({ ...file, hidden_size: -1 })).toThrow(/hidden_size/);
  expect(() => parseModelConfig({ ...file, model_type: 'llava' })).toThrow(/model_type/);
  expect(() => parseModelConfig({ ...file, rope_scaling: { mrope_section: [1, 1, 1] } })).toThrow(
    /mrope_section/,
  );
  expect(parseModelConfig(file)).toEqual(config);
});

test('a batch that does not fit is a typed error, not a crash in native code', () => {
  const model = initModel(config, 1);
  const batch = {
    inputIds: Int32Array.of(1, 99),
    attentionMask: Int32Array.of(1, 1),
    batchSize: 1,
    length: 2,
    pixelValues: null,
    gridThw: [],
  };
  expect(() => model.forward(batch)).toThrow(/token id 99/);
  const image = { ...batch, inputIds: Int32Array.of(30, 30), gridThw: [[1, 2, 2] as const] };
  expect(() => model.forward(image)).toThrow(/patches/);
  const pixelValues = new Float32Array(4 * 3 * 2 * 64);
  expect(() => model.forward({ ...image, pixelValues })).toThrow(/tokens for|2 images|image tokens|images/);
  expect(tf().memory().numTensors).toBeGreaterThan(0);
  model.dispose();
});

test('files written are aligned and begin with their header', async () => {
  const file = await open(join(saved, 'model.safetensors'), 'r');
  const head = Buffer.alloc(8);
  await file.read(head, 0, 8, 0);
  await file.close();
  expect(Number(head.readBigUInt64LE()) % 8).toBe(0);
});
