/** Adapters both ways: one made here gives the same logits in PEFT, and one that PEFT saved gives the same here. */
import { execFile } from 'node:child_process';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { beforeAll, expect, test } from 'vitest';
import { initBackend } from '../backend/init-backend.ts';
import { tf } from '../backend/tf.ts';
import { initAdapter, loadAdapter, saveAdapter } from '../lora/index.ts';
import { applyAdapter, loadModel, type VisionLanguageModel } from '../model/index.ts';
import { LoraConfigSchema } from '../schema.ts';
import { type FloatArray, readSafetensors, writeSafetensors } from '../weights/index.ts';
import { compareTensor } from './compare.ts';

const script = join(import.meta.dirname, '../../../../conformance/trainer/run_adapter.py');
const shipped = join(import.meta.dirname, '../../../../recipes/nano-base/model');
const python = process.env['PARALLAX_TRANSFORMERS_PYTHON'];
if (python === undefined) {
  console.warn(
    'SKIPPED peft: set PARALLAX_TRANSFORMERS_PYTHON to a Python with conformance/trainer/requirements.txt (about 1 GB).',
  );
}
/** As of transformers.test.ts. */
const TOLERANCE = { atol: 1e-4 };
const ids = Int32Array.from({ length: 24 }, (_, i) => (37 * i + 11) % 256);

beforeAll(async () => {
  await initBackend();
});

test
  .skipIf(python === undefined)
  .each([
    [{ rank: 4, alpha: 12 }],
    [{ rank: 3, alpha: 5, rslora: true, targetModules: 'all-linear' }],
    [{ rank: 2, alpha: 8, targetModules: ['up_proj', 'q_proj'] }],
  ])('an adapter made here, %j, in PEFT', async (config) => {
  const settings = LoraConfigSchema.parse(config);
  const model = await loadModel(shipped);
  const adapter = initAdapter(model, settings, 5);
  for (const { b } of adapter.pairs.values()) b.assign(tf().randomNormal(b.shape, 0, 0.05, 'float32', 7));
  const folder = join(await mkdtemp(join(tmpdir(), 'peft-')), 'adapter');
  await saveAdapter(folder, { adapter, settings, model, baseName: '../base' });
  const theirs = await run('load', folder);
  expect(theirs.report).toMatchObject({ adapted: adapter.pairs.size, missing: [] });
  expectEqual(model, theirs, JSON.stringify(config));
});

test.skipIf(python === undefined).each([
  [{ r: 4, lora_alpha: 12, target_modules: ['q_proj', 'v_proj'], lora_dropout: 0.1 }],
  [{ r: 4, lora_alpha: 9, target_modules: 'all-linear', use_rslora: true }],
  [
    {
      ...{ r: 4, lora_alpha: 8, target_modules: ['k_proj', 'o_proj', 'mlp.down_proj'] },
      ...{ rank_pattern: { 'layers.1.self_attn.k_proj': 2 }, alpha_pattern: { '.*.down_proj': 20 } },
      ...{ layers_to_transform: [0, 1, 2], layers_pattern: 'layers' },
    },
  ],
])('an adapter of PEFT, %j, here', async (config) => {
  const folder = join(await mkdtemp(join(tmpdir(), 'peft-')), 'adapter');
  const theirs = await run('make', folder, JSON.stringify(config));
  const model = await loadModel(shipped);
  const adapter = await loadAdapter(folder);
  expect(adapter.pairs.size).toBe(theirs.report['adapted']);
  applyAdapter(model, adapter);
  expectEqual(model, theirs, JSON.stringify(config));
});

test.skipIf(python === undefined)('an adapter of PEFT that we do not compute is refused', async () => {
  const folder = join(await mkdtemp(join(tmpdir(), 'peft-')), 'adapter');
  const config = { r: 4, lora_alpha: 8, target_modules: ['q_proj'], use_dora: true };
  await run('make', folder, JSON.stringify(config));
  await expect(loadAdapter(folder)).rejects.toMatchObject({
    code: 'adapter-unsupported',
    message: expect.stringContaining('use_dora'),
  });
});

interface Theirs {
  readonly tensors: ReadonlyMap<string, FloatArray>;
  readonly report: Record<string, unknown>;
}

async function run(action: 'load' | 'make', adapter: string, ...more: string[]): Promise<Theirs> {
  const exchange = await mkdtemp(join(tmpdir(), 'peft-'));
  const [source, target] = [join(exchange, 'inputs.safetensors'), join(exchange, 'out.safetensors')];
  await writeSafetensors(
    source,
    new Map([['input_ids', { shape: [ids.length], data: Float32Array.from(ids) }]]),
  );
  const { stdout } = await promisify(execFile)(
    python ?? '',
    [script, action, shipped, adapter, source, target, ...more],
    { env: { ...process.env, HF_HUB_OFFLINE: '1' } },
  );
  const report = JSON.parse(stdout.trim().split('\n').at(-1)!) as Record<string, unknown>; // its last line
  return { tensors: await readSafetensors(target), report };
}

function expectEqual(model: VisionLanguageModel, { tensors, report }: Theirs, what: string): void {
  const logits = (): Float32Array =>
    tf().tidy(() => {
      const { hidden_BTD } = model.forward({
        ...{ inputIds: ids, attentionMask: new Int32Array(ids.length).fill(1), batchSize: 1 },
        ...{ length: ids.length, pixelValues: null, gridThw: [] },
      });
      return model.logits(tf().reshape(hidden_BTD, [ids.length, -1])).dataSync() as Float32Array; // float32
    });
  const on = compareTensor('logits', logits(), tensors.get('logits')!, TOLERANCE);
  console.log(`${what}: ${JSON.stringify(report)} ${JSON.stringify(on)}`);
  expect(on.pass, JSON.stringify(on)).toBe(true);
  model.setOverlay(null);
  const bare = logits();
  expect(compareTensor('base', bare, tensors.get('base')!, TOLERANCE).pass).toBe(true);
  expect(compareTensor('changes', bare, tensors.get('logits')!, { atol: 1e-2 }).pass).toBe(false);
  model.dispose();
}
