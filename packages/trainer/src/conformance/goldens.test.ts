/** The reference's golden values, and defects planted in copies of them that must be found by name. */
import { createHash } from 'node:crypto';
import { cpSync, existsSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { initBackend } from '../backend/init-backend.ts';
import { tf } from '../backend/tf.ts';
import { loadModel, saveModel } from '../model/index.ts';
import type { Comparison } from './compare.ts';
import { openGoldenFolder } from './golden-folder.ts';
import { greedy } from './qwen/model/generation.ts';
import { goldenBatch, openInputs, openQwenGolden } from './qwen/qwen-golden.ts';
import { type VerifyGoldenOptions, verifyGolden } from './verify-golden.ts';

const goldens = process.env['PARALLAX_GOLDENS'] ?? '';
const present = existsSync(join(goldens, 'qwen2_5_vl')) && existsSync(join(goldens, 'grpo'));
if (!present) console.warn('SKIPPED goldens: PARALLAX_GOLDENS names no folder with qwen2_5_vl and grpo.');
const [qwen, grpo] = [join(goldens, 'qwen2_5_vl'), join(goldens, 'grpo')];

beforeAll(async () => {
  await initBackend();
});

async function all(folder: string, options: VerifyGoldenOptions = {}): Promise<Comparison[]> {
  const lines: Comparison[] = [];
  for await (const line of verifyGolden(folder, options)) lines.push(line);
  return lines;
}

const failures = (lines: readonly Comparison[]): Comparison[] => lines.filter(({ pass }) => !pass);
const scratch = (): string => mkdtempSync(join(tmpdir(), 'golden-'));

describe.skipIf(!present)('against the references', () => {
  test('every advantage, aggregation, loss and KL form of verl and TRL', async () => {
    const lines = await all(grpo);
    expect(failures(lines)).toEqual([]);
    const entries = (name: string): number =>
      (JSON.parse(readFileSync(join(grpo, name), 'utf8')) as unknown[]).length;
    const count = (pattern: RegExp): number => lines.filter(({ name }) => pattern.test(name)).length;
    expect(count(/^verl_policy_loss.*\.loss$/)).toBe(entries('verl_policy_loss.json'));
    expect(count(/^verl_agg_loss.*\.loss$/)).toBe(entries('verl_agg_loss.json'));
    expect(count(/^verl_kl.*\.aggregated$/)).toBe(entries('verl_kl.json'));
    expect(count(/^verl_advantage.*\.advantages$/)).toBe(entries('verl_advantage.json'));
    expect(count(/^trl_loss.*\.loss$/)).toBe(entries('trl_loss.json'));
    expect(count(/clip_ratio\/(low_min|high_max)$/)).toBeGreaterThan(10);
  });

  test('every part of the model of transformers', async () => {
    const lines = await all(qwen);
    expect(failures(lines)).toEqual([]);
    const families = new Set(lines.map(({ name }) => name.replace(/\[\d+\]/, '')));
    for (const name of [
      ...['resize images/one.png', 'adamw/toy.after5', 'adamw/clip.total_norm'],
      ...['tied/tokenizer.ids', 'untied/tokenizer.ids', 'tied/chat_template', 'tied/image/pixel_values'],
      ...['tied/image/vision.patch_embed', 'tied/image/vision.block3', 'tied/two_images/vision.output'],
      ...['tied/image/mrope.cos', 'tied/image/position_ids', 'tied/image/vision.window_index'],
      ...['tied/text/hidden.layer0', 'tied/image/logits', 'untied/image/logits_tail'],
      ...['untied/text/generate.ids', 'tied/batch/generate.ids x3', 'tied/batch/left.logprobs'],
      ...['untied/image/train.loss', 'tied/two_images/train.grad_norm_total', 'tied/batch/right.loss'],
      ...['untied/image/grad_rows.lm_head.weight', 'lora/image.logits_tail', 'lora/text.generate.ids'],
    ]) {
      expect(families).toContain(name);
    }
  });

  test('generation leaves no tensors behind', async () => {
    const model = await loadModel(join(qwen, 'tied'));
    const batch = goldenBatch(await openInputs(openQwenGolden(openGoldenFolder(qwen)), 'image'));
    const before = tf().memory().numTensors;
    greedy(model, batch, 1, 8);
    const second = tf().memory().numTensors;
    greedy(model, batch, 1, 8);
    expect(tf().memory().numTensors).toBe(second);
    expect(second - before).toBeLessThan(40); // plans and constants stay
    model.dispose();
  });
});

describe.skipIf(!present)('planted defects', () => {
  test('a checkpoint with one changed row fails in the first layer, not in the vision tower', async () => {
    const model = await loadModel(join(qwen, 'tied'));
    const name = 'model.layers.0.self_attn.o_proj.weight';
    const weight = model.parameters.get(name)!;
    const values = Float32Array.from(weight.dataSync());
    for (let i = 0; i < weight.shape[1]!; i++) values[i]! += 0.02;
    tf().tidy(() => weight.assign(tf().tensor(values, weight.shape)));
    const checkpoint = scratch();
    await saveModel(model, checkpoint);
    model.dispose();
    const names = failures(await all(qwen, { checkpoint })).map((line) => line.name);
    expect(names).toContain('tied/image/hidden.layer0');
    expect(names).toContain('tied/image/logits');
    expect(names.filter((found) => /vision\.|resize|tokenizer|adamw|^untied/.test(found))).toEqual([]);
  });

  test('a checkpoint saved by this lab passes in place of the golden model', async () => {
    const model = await loadModel(join(qwen, 'untied'));
    const checkpoint = scratch();
    await saveModel(model, checkpoint);
    model.dispose();
    expect(failures(await all(qwen, { checkpoint }))).toEqual([]);
  });

  test('a checkpoint of another architecture is refused, naming the keys', async () => {
    const model = await loadModel(join(qwen, 'untied'));
    const checkpoint = scratch();
    await saveModel(model, checkpoint);
    model.dispose();
    const path = join(checkpoint, 'config.json');
    const changed = JSON.parse(readFileSync(path, 'utf8')) as Record<string, unknown>;
    writeFileSync(path, JSON.stringify({ ...changed, rms_norm_eps: 0.01 }));
    await expect(all(qwen, { checkpoint })).rejects.toMatchObject({
      code: 'checkpoint-differs',
      message: expect.stringMatching(/eps/i),
    });
    await expect(all(grpo, { checkpoint })).rejects.toMatchObject({ code: 'checkpoint-unused' });
  });

  test('a changed golden number is found by name; without its new digest the file is called damaged', async () => {
    const copy = scratch();
    cpSync(grpo, copy, { recursive: true });
    const path = join(copy, 'verl_kl.json');
    const entries = JSON.parse(readFileSync(path, 'utf8')) as { aggregated: number }[];
    entries[3]!.aggregated *= 1.01;
    writeFileSync(path, JSON.stringify(entries));
    await expect(all(copy)).rejects.toMatchObject({
      code: 'golden-damaged',
      message: expect.stringContaining('verl_kl.json'),
    });
    const manifest = join(copy, 'manifest.json');
    const record = JSON.parse(readFileSync(manifest, 'utf8')) as { sha256: Record<string, string> };
    record.sha256['verl_kl.json'] = createHash('sha256').update(readFileSync(path)).digest('hex');
    writeFileSync(manifest, JSON.stringify(record));
    const found = failures(await all(copy));
    expect(found.map(({ name }) => name)).toEqual(['verl_kl[3] k1.aggregated']);
    expect(found[0]!.maxRel).toBeCloseTo(0.01 / 1.01, 4);
  });
});

test('a folder that is no golden is refused', async () => {
  const folder = scratch();
  await expect(all(folder)).rejects.toMatchObject({ code: 'not-golden' });
  writeFileSync(join(folder, 'manifest.json'), '{ "a": ');
  await expect(all(folder)).rejects.toMatchObject({ code: 'not-golden' });
  writeFileSync(join(folder, 'manifest.json'), '{"recommended_tolerances_fp32": {}, "sha256": {}}');
  await expect(all(folder)).rejects.toMatchObject({ code: 'not-golden' });
});
