import { mkdtemp, readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { initBackend } from '../backend/init-backend.ts';
import { collate } from '../batching/collate.ts';
import { TINY_TOKENS, tinyExample, tinyModel } from '../fixtures/tiny-model.ts';
import { applyAdapter, type LoraAdapter } from '../model/index.ts';
import { measureTargets, targetsOf } from '../sampling/token-logprobs.ts';
import { LoraConfigSchema } from '../schema.ts';
import { adapterVariables, saveAdapter } from './adapter-files.ts';
import { initAdapter } from './init-adapter.ts';
import { loadAdapter } from './load-adapter.ts';
import { peftTargets, targetMatrices } from './target-modules.ts';

beforeAll(async () => {
  await initBackend();
});

const batch = collate([tinyExample(1), tinyExample(2)], { padTokenId: TINY_TOKENS.pad });
const logprobs = (model: ReturnType<typeof tinyModel>): number[] => [
  ...measureTargets(model, batch, targetsOf(batch.labels, batch.length)).logprobs,
];

describe('a new adapter', () => {
  const settings = LoraConfigSchema.parse({ rank: 3, alpha: 12 });

  it('changes nothing, freezes the base and draws A evenly within 1 / sqrt(in), the same for a seed', () => {
    const model = tinyModel();
    const before = logprobs(model);
    const adapter = initAdapter(model, settings, 7);
    expect(logprobs(model)).toEqual(before);
    expect([...model.parameters.values()].some((variable) => variable.trainable)).toBe(false);
    expect(new Set([...adapter.pairs.values()].map(({ scale }) => scale))).toEqual(new Set([4]));
    expect(adapter.pairs.size).toBe(14); // 7 projections of 2 layers, none of the vision tower
    const values = [...adapter.pairs.values()].flatMap(({ a }) =>
      Array.from(a.dataSync(), (value) => value * Math.sqrt(a.shape[1]!)),
    );
    expect(Math.max(...values.map(Math.abs))).toBeLessThanOrEqual(1.000001);
    const variance = values.reduce((sum, value) => sum + value * value, 0) / values.length;
    expect(variance).toBeGreaterThan(0.3); // a third when uniform
    expect(variance).toBeLessThan(0.37);
    const firstA = (seed: number): number => {
      const [pair] = initAdapter(tinyModel(), settings, seed).pairs.values();
      return pair!.a.dataSync()[0]!;
    };
    expect(firstA(7)).toBe(firstA(7));
    expect(firstA(8)).not.toBe(firstA(7));
  });

  it('is read back as it was saved, under the names of PEFT', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'parallax-lora-'));
    for (const rslora of [false, true]) {
      const model = tinyModel();
      const wanted = { ...settings, rslora };
      const adapter = initAdapter(model, wanted, 7);
      for (const { a, b } of adapter.pairs.values())
        b.assign(a.reshape([a.shape[1]!, 3]).slice(0, 1).tile([b.shape[0]!, 1]));
      await saveAdapter(folder, { adapter, settings: wanted, model, baseName: '../base' });
      const other = tinyModel();
      const read = await loadAdapter(folder);
      applyAdapter(other, read);
      const scales = (of: LoraAdapter) => new Set([...of.pairs.values()].map(({ scale }) => scale));
      expect(scales(read)).toEqual(scales(adapter));
      expect(logprobs(other)).toEqual(logprobs(model));
      expect(logprobs(other)).not.toEqual(logprobs(tinyModel()));
      expect([...adapterVariables(adapter).keys()]).toContain(
        'base_model.model.model.language_model.layers.1.mlp.up_proj.lora_B.weight',
      );
    }
    const config: unknown = JSON.parse(await readFile(join(folder, 'adapter_config.json'), 'utf8'));
    expect(config).toMatchObject({ peft_type: 'LORA', r: 3, lora_alpha: 12, use_rslora: true });
  });
});

describe('targetMatrices', () => {
  it('finds names as PEFT does, the language model first', () => {
    const model = tinyModel();
    expect(targetMatrices(model, ['mlp.gate_proj'])).toEqual(
      [0, 1].map((layer) => `model.layers.${layer}.mlp.gate_proj.weight`),
    );
    expect(targetMatrices(model, ['qkv'])).toEqual([0, 1].map((at) => `visual.blocks.${at}.attn.qkv.weight`));
    // 7 in each of 2 layers, 5 in each of 2 blocks, 2 in the merger
    expect(targetMatrices(model, 'all-linear')).toHaveLength(26);
    const unknown = () => targetMatrices(model, ['q_proj', 'query']);
    expect(unknown).toThrow(
      expect.objectContaining({
        code: 'unknown-target',
        remedy: expect.stringContaining('self_attn.q_proj'),
      }),
    );
  });

  it('names whole paths to PEFT where a last name would reach too much', () => {
    const model = tinyModel();
    expect(peftTargets(model, targetMatrices(model, ['v_proj', 'q_proj']))).toEqual(['q_proj', 'v_proj']);
    expect(peftTargets(model, targetMatrices(model, ['up_proj']))).toEqual(
      [0, 1].map((layer) => `model.language_model.layers.${layer}.mlp.up_proj`),
    );
  });
});
