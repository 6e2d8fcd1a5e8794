/** The other direction: model folders written here, loaded by transformers, give the same logits and greedy tokens. */
import { execFile } from 'node:child_process';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { beforeAll, expect, test } from 'vitest';
import { initBackend } from '../backend/init-backend.ts';
import { tf } from '../backend/tf.ts';
import { loadImageProcessor, processImages, type RgbImage } from '../images/index.ts';
import {
  initModel,
  loadModel,
  type ModelBatch,
  saveModel,
  type VisionLanguageModel,
} from '../model/index.ts';
import {
  type FloatArray,
  readSafetensorsAny,
  type WeightsDtype,
  writeSafetensors,
} from '../weights/index.ts';
import { compareTensor } from './compare.ts';
import { greedy } from './qwen/model/generation.ts';

const script = join(import.meta.dirname, '../../../../conformance/trainer/run_checkpoint.py');
const shipped = join(import.meta.dirname, '../../../../recipes/nano-base/model');
const python = process.env['PARALLAX_TRANSFORMERS_PYTHON'];
if (python === undefined) {
  console.warn(
    'SKIPPED transformers: set PARALLAX_TRANSFORMERS_PYTHON to a Python with conformance/trainer/requirements.txt (about 1 GB).',
  );
}
const STEPS = 16;
/** Ten times what was measured: 1e-5 with transformers 4.57.6. */
const TOLERANCE = { atol: 1e-4 };

beforeAll(async () => {
  await initBackend();
});

test.skipIf(python === undefined)('the shipped nano model, with two images', async () => {
  const model = await loadModel(shipped);
  await expectEqual(model, shipped, await promptWithImages(model));
});

test.skipIf(python === undefined).each([
  ['float32', true],
  ['float32', false],
  ['bfloat16', true],
] as const)(
  'a model saved now: %s, tied head %s',
  async (dtype: WeightsDtype, tieWordEmbeddings: boolean) => {
    const folder = await mkdtemp(join(tmpdir(), 'saved-'));
    const fresh = initModel({ ...(await loadConfig()), tieWordEmbeddings, initializerRange: 0.1 }, 5);
    await saveModel(fresh, folder, { dtype });
    fresh.dispose();
    const model = await loadModel(folder);
    await expectEqual(model, folder, await promptWithImages(model));
  },
);

/** The shape and the special tokens of the shipped model. */
async function loadConfig(): Promise<VisionLanguageModel['config']> {
  const model = await loadModel(shipped);
  const { config } = model;
  model.dispose();
  return config;
}

async function promptWithImages(model: VisionLanguageModel): Promise<ModelBatch> {
  const { vocabSize, imageTokenId, visionStartTokenId, visionEndTokenId, vision } = model.config;
  const { pixelValues, gridThw } = processImages(
    [ramp(64, 64), ramp(64, 96)],
    await loadImageProcessor(shipped),
  );
  const ids: number[] = [];
  const text = (count: number): void => {
    for (let i = 0; i < count; i++) ids.push((37 * ids.length + 11) % Math.min(vocabSize, 256));
  };
  text(5);
  for (const [frames, rows, columns] of gridThw) {
    const cells = (frames * rows * columns) / vision.mergeSize ** 2;
    ids.push(visionStartTokenId, ...new Array<number>(cells).fill(imageTokenId), visionEndTokenId);
    text(7);
  }
  return {
    inputIds: Int32Array.from(ids),
    attentionMask: new Int32Array(ids.length).fill(1),
    batchSize: 1,
    length: ids.length,
    pixelValues,
    gridThw,
  };
}

async function expectEqual(model: VisionLanguageModel, folder: string, batch: ModelBatch): Promise<void> {
  const exchange = await mkdtemp(join(tmpdir(), 'transformers-'));
  const [source, target] = [join(exchange, 'inputs.safetensors'), join(exchange, 'out.safetensors')];
  await writeSafetensors(source, asFloats(batch));
  const { stdout } = await promisify(execFile)(
    python ?? '',
    [script, folder, source, target, String(STEPS)],
    {
      env: { ...process.env, HF_HUB_OFFLINE: '1' },
    },
  );
  expect(JSON.parse(stdout.trim().split('\n').at(-1)!)).toMatchObject({
    missing_keys: [],
    unexpected_keys: [],
    mismatched_keys: [],
  });
  const theirs = await readSafetensorsAny(target);
  const logits = tf().tidy(() => {
    const { hidden_BTD } = model.forward(batch);
    return model.logits(tf().reshape(hidden_BTD, [batch.length, -1])).dataSync();
  });
  const line = compareTensor('logits', logits, theirs.get('logits')!, TOLERANCE);
  console.log(`${folder}: ${stdout.trim().split('\n').at(-1)} ${JSON.stringify(line)}`);
  expect(line.pass, JSON.stringify(line)).toBe(true);
  const generated = greedy(model, batch, 1, STEPS);
  const firstTie = generated.margins[0]!.findIndex((margin) => margin < 10 * TOLERANCE.atol);
  const sure = firstTie === -1 ? STEPS : firstTie;
  expect(sure).toBeGreaterThan(0);
  expect(generated.ids[0]!.slice(0, sure)).toEqual(Array.from(theirs.get('greedy')!.data).slice(0, sure));
  model.dispose();
}

function asFloats(batch: ModelBatch): Map<string, FloatArray> {
  const pixels = batch.pixelValues ?? new Float32Array();
  const grid = Float32Array.from(batch.gridThw.flat());
  const patches = batch.gridThw.reduce((sum, [t, h, w]) => sum + t * h * w, 0);
  return new Map([
    ['input_ids', { shape: [batch.length], data: Float32Array.from(batch.inputIds) }],
    ['pixel_values', { shape: [patches, pixels.length / patches], data: pixels }],
    ['image_grid_thw', { shape: [batch.gridThw.length, 3], data: grid }],
  ]);
}

function ramp(height: number, width: number): RgbImage {
  const data = Uint8Array.from({ length: height * width * 3 }, (_, i) => (i * 7 + (i >> 6) * 13) % 256);
  return { height, width, data };
}
