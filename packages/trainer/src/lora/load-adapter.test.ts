/** Adapters that others made: what their configs ask for is computed or refused, never passed over. */
import { mkdir, mkdtemp, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { initBackend } from '../backend/init-backend.ts';
import { tinyModel } from '../fixtures/tiny-model.ts';
import { saveModel } from '../model/index.ts';
import { LoraConfigSchema } from '../schema.ts';
import { type FloatArray, readSafetensors, writeSafetensors } from '../weights/index.ts';
import { saveAdapter } from './adapter-files.ts';
import { initAdapter } from './init-adapter.ts';
import { loadAdapter } from './load-adapter.ts';
import { openModel } from './open-model.ts';

const settings = LoraConfigSchema.parse({ rank: 2, alpha: 6, targetModules: ['q_proj', 'up_proj'] });
let folder: string;
let root: string;

beforeEach(async () => {
  await initBackend();
  root = await mkdtemp(join(tmpdir(), 'peft-'));
  folder = join(root, 'adapter');
  const model = tinyModel();
  const adapter = initAdapter(model, settings, 1);
  for (const { b } of adapter.pairs.values()) b.assign(b.add(0.05));
  await saveAdapter(folder, { adapter, settings, model, baseName: '../base' });
  model.dispose();
});

async function changeConfig(changes: Record<string, unknown>): Promise<void> {
  const path = join(folder, 'adapter_config.json');
  const config = JSON.parse(await readFile(path, 'utf8')) as Record<string, unknown>; // written above
  await writeFile(path, JSON.stringify({ ...config, ...changes }));
}

async function changeTensors(change: (tensors: Map<string, FloatArray>) => void): Promise<void> {
  const path = join(folder, 'adapter_model.safetensors');
  const tensors = await readSafetensors(path);
  change(tensors);
  await writeSafetensors(path, tensors);
}

describe('loadAdapter', () => {
  it.each([
    ['use_dora', true],
    ['modules_to_save', ['lm_head']],
    ['bias', 'lora_only'],
    ['lora_bias', true],
    ['fan_in_fan_out', true],
    ['trainable_token_indices', [1, 2]],
    ['target_parameters', ['mlp.experts.weight']],
    ['layer_replication', [[0, 1]]],
    ['use_qalora', true],
    ['alora_invocation_tokens', [5]],
    ['init_lora_weights', 'pissa_niter_4'],
    ['a_key_of_tomorrow', 1],
  ])('refuses %s = %j by name, with what to do', async (key, value) => {
    await changeConfig({ [key]: value });
    await expect(loadAdapter(folder)).rejects.toMatchObject({
      code: 'adapter-unsupported',
      message: expect.stringContaining(`key ${key} is ${JSON.stringify(value)}`),
      remedy: expect.stringMatching(/[Cc]onvert|[Mm]erge/),
    });
  });

  it('reads a config that names every key and means none of them', async () => {
    const off = { use_dora: false, modules_to_save: null, loftq_config: {}, bias: 'none', lora_bias: false };
    const harmless = { layers_to_transform: [0], lora_dropout: 0.1, init_lora_weights: 'gaussian' };
    await changeConfig({ ...off, ...harmless, peft_version: '1.2.3', qalora_group_size: 16 });
    expect((await loadAdapter(folder)).pairs.size).toBe(4);
  });

  it('scales each module by the first pattern that fits it', async () => {
    await changeConfig({
      alpha_pattern: { 'layers.0.*.q_proj': 8, q_proj: 4, proj: 1000 },
      rank_pattern: { up_proj: 1 },
    });
    await changeTensors((tensors) => {
      for (const [name, { data, shape }] of tensors) {
        if (!name.includes('up_proj')) continue;
        const isA = name.includes('lora_A');
        const short = isA ? [1, shape[1]!] : [shape[0]!, 1];
        tensors.set(name, { shape: short, data: data.slice(0, data.length / 2) });
      }
    });
    const { pairs } = await loadAdapter(folder);
    const at = (layer: number, module: string) => pairs.get(`model.layers.${layer}.${module}.weight`)!;
    expect(at(0, 'self_attn.q_proj').scale).toBe(8 / 2);
    expect(at(1, 'self_attn.q_proj').scale).toBe(4 / 2);
    expect(at(1, 'mlp.up_proj').scale).toBe(6 / 1);
    expect(at(1, 'mlp.up_proj').a.shape[0]).toBe(1);
  });

  it('refuses tensors that are missing, of another rank, or of another kind', async () => {
    const first = 'base_model.model.model.language_model.layers.0.self_attn.q_proj';
    await changeConfig({ r: 3 });
    await expect(loadAdapter(folder)).rejects.toMatchObject({ code: 'adapter-wrong' });
    await changeConfig({ r: 2 });
    await changeTensors((tensors) => {
      tensors.set(`${first}.lora_magnitude_vector.weight`, { shape: [1], data: new Float32Array(1) });
    });
    await expect(loadAdapter(folder)).rejects.toMatchObject({
      code: 'adapter-unsupported',
      message: expect.stringContaining('lora_magnitude_vector'),
    });
    await changeTensors((tensors) => {
      tensors.delete(`${first}.lora_magnitude_vector.weight`);
      tensors.delete(`${first}.lora_B.weight`);
    });
    await expect(loadAdapter(folder)).rejects.toMatchObject({ code: 'adapter-wrong' });
  });
});

describe('openModel', () => {
  it('adds an adapter to the base that it names, from wherever it is opened', async () => {
    const base = tinyModel();
    await saveModel(base, join(root, 'base'));
    const opened = await openModel(folder);
    const adapter = await loadAdapter(folder);
    for (const [name, variable] of opened.parameters) {
      const same = variable
        .dataSync()
        .every((value, i) => value === base.parameters.get(name)!.dataSync()[i]);
      expect(same, name).toBe(!adapter.pairs.has(name));
    }
    // An adapter over an adapter: the second one changes what the first one left.
    const second = join(root, 'second');
    const over = initAdapter(opened, settings, 2);
    await saveAdapter(second, { adapter: over, settings, model: opened, baseName: '../adapter' });
    const again = await openModel(second);
    const name = 'model.layers.1.mlp.up_proj.weight';
    expect(again.parameters.get(name)!.dataSync()).toEqual(opened.parameters.get(name)!.dataSync());
  });

  it('refuses a base that is not there, or is the adapter itself', async () => {
    const missing = { code: 'adapter-base-missing', remedy: expect.stringContaining('parallax merge') };
    await expect(openModel(folder)).rejects.toMatchObject(missing);
    await changeConfig({ base_model_name_or_path: '.' });
    await expect(openModel(folder)).rejects.toMatchObject(missing);
    const other = join(root, 'other');
    await mkdir(other);
    await writeFile(
      join(other, 'adapter_config.json'),
      JSON.stringify({ peft_type: 'LORA', r: 1, lora_alpha: 1, base_model_name_or_path: '../adapter' }),
    );
    await changeConfig({ base_model_name_or_path: '../other' });
    await expect(openModel(folder)).rejects.toMatchObject(missing);
  });
});
