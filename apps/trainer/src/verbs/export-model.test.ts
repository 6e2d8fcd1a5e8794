/** The verbs that write model and tokenizer folders, as real processes: what they write, and what they refuse. */
import { createHash } from 'node:crypto';
import { cpSync, mkdtempSync, readdirSync, readFileSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadTokenizer, readSafetensors, writeSafetensors } from '@parallax/trainer';
import { expect, it } from 'vitest';
import { parallax, root } from '../fixtures/parallax-process.ts';
import { makeTinyLab } from '../fixtures/tiny-lab.ts';

const shipped = join(root, 'recipes/nano-base/model');
const temp = mkdtempSync(join(tmpdir(), 'export-model-'));

function digest(path: string): string {
  return createHash('sha256').update(readFileSync(path)).digest('hex');
}

it('exports float16 weights to the same bytes, with every file of the folder', () => {
  const out = join(temp, 'f16');
  const { code, stderr, result } = parallax('export-model', shipped, '--out', out, '--dtype', 'f16');
  expect(code, stderr).toBe(0);
  expect(result).toMatchObject({ dtype: 'float16', largestRounding: 0 });
  expect(readdirSync(out).sort()).toEqual(readdirSync(shipped).sort());
  expect(digest(join(out, 'model.safetensors'))).toBe(digest(join(shipped, 'model.safetensors')));
  expect(readdirSync(temp).filter((name) => name.endsWith('.part'))).toEqual([]);
});

it('says how far bfloat16 rounds: at most 2^-8 of the largest weight, and not nothing', async () => {
  const out = join(temp, 'bf16');
  const { result } = parallax('export-model', shipped, '--out', out, '--dtype', 'bf16');
  const weights = [...(await readSafetensors(join(shipped, 'model.safetensors')))];
  const largest = Math.max(
    ...weights.map(([, { data }]) => data.reduce((m, x) => Math.max(m, Math.abs(x)), 0)),
  );
  expect(result['largestRounding']).toBeGreaterThan(0);
  expect(result['largestRounding']).toBeLessThanOrEqual(largest * 2 ** -8);
  expect(result['parameters']).toBe(weights.reduce((sum, [, { data }]) => sum + data.length, 0));
});

it.each([
  ['a type that is none', 'unknown-dtype', () => [shipped, '--out', join(temp, 'no'), '--dtype', 'f64']],
  ['a folder that is not empty', 'folder-not-empty', () => [shipped, '--out', shipped]],
  ['a folder that is not there', 'no-model', () => [join(temp, 'none'), '--out', join(temp, 'no')]],
  ['a truncated file', 'truncated', () => [truncated(), '--out', join(temp, 'no')]],
])('refuses %s', (_what, code, args) => {
  const { code: exit, stderr, result } = parallax('export-model', ...args());
  expect(exit).not.toBe(0);
  expect(result).toMatchObject({ error: { code } });
  expect(stderr.trim().split('\n').length).toBeGreaterThan(1);
  expect(readdirSync(temp).filter((name) => name.startsWith('no'))).toEqual([]);
});

function truncated(): string {
  const folder = join(temp, 'truncated');
  cpSync(shipped, folder, { recursive: true });
  truncateSync(join(folder, 'model.safetensors'), 1_000_000);
  return folder;
}

it('merges W + (alpha / r) B A, and refuses the adapter of another model', async () => {
  const name = 'model.layers.1.self_attn.q_proj.weight';
  const before = (await readSafetensors(join(shipped, 'model.safetensors'))).get(name)!;
  const [rows, columns] = [before.shape[0]!, before.shape[1]!];
  const out = join(temp, 'merged');
  const { code, stderr } = parallax('merge', shipped, await adapter('fits', rows, columns), '--out', out);
  expect(code, stderr).toBe(0);
  const after = (await readSafetensors(join(out, 'model.safetensors'))).get(name)!;
  // alpha / r = 2; A is a row of column / 1000, B a column of row / 1000.
  let worst = 0;
  for (let i = 0; i < after.data.length; i++) {
    const [row, column] = [Math.floor(i / columns), i % columns];
    const wanted = before.data[i]! + 2 * (row / 1000) * (column / 1000);
    worst = Math.max(worst, Math.abs(after.data[i]! - wanted));
  }
  expect(worst).toBeLessThan(1e-6);
  const other = parallax(
    'merge',
    shipped,
    await adapter('other', rows, columns * 2),
    '--out',
    join(temp, 'no'),
  );
  expect(other.result).toMatchObject({ error: { code: 'adapter-wrong' } });
  expect(other.stderr).toContain(name);
});

async function adapter(label: string, rows: number, columns: number): Promise<string> {
  const folder = mkdtempSync(join(temp, `adapter-${label}-`));
  const stem = 'base_model.model.model.layers.1.self_attn.q_proj';
  const ramp = (count: number) => Float32Array.from({ length: count }, (_, i) => i / 1000);
  const arrays = new Map([
    [`${stem}.lora_A.weight`, { shape: [1, columns], data: ramp(columns) }],
    [`${stem}.lora_B.weight`, { shape: [rows, 1], data: ramp(rows) }],
  ]);
  await writeSafetensors(join(folder, 'adapter_model.safetensors'), arrays);
  const config = { peft_type: 'LORA', r: 1, lora_alpha: 2, target_modules: ['q_proj'] };
  writeFileSync(join(folder, 'adapter_config.json'), JSON.stringify(config));
  return folder;
}

it('trains a tokenizer that reads its data back, with numbers of two digits as it is told', async () => {
  const { dataset } = await makeTinyLab(join(temp, 'lab'));
  const out = join(temp, 'tokenizer');
  const flags = ['--dataset', dataset, '--out', out, '--vocab-size', '300'];
  expect(parallax('train-tokenizer', ...flags, '--digits-per-token', '4').result).toMatchObject({
    error: { code: 'option-wrong' },
  });
  expect(parallax('train-tokenizer', ...flags).code).toBe(0);
  const tokenizer = await loadTokenizer(out);
  expect(tokenizer.vocabSize).toBeLessThanOrEqual(300);
  expect(readdirSync(out)).toContain('preprocessor_config.json');
  expect(parallax('train-tokenizer', ...flags).result).toMatchObject({ error: { code: 'folder-not-empty' } });
});
