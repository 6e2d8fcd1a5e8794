/** The decoding kernel against a pass over the whole sequence, at shapes that fill no vector and no tile. */
import { beforeAll, expect, test } from 'vitest';
import { initBackend } from '../../backend/init-backend.ts';
import { collate, collatePrompts } from '../../batching/collate.ts';
import { uniformAt } from '../../batching/random.ts';
import { promptOf, TINY_TOKENS, tinyConfig, tinyExample } from '../../fixtures/tiny-model.ts';
import { initModel, type ModelConfig } from '../../model/index.ts';
import { hasKernels } from '../../ops/kernel-block.ts';
import { targetLogits } from '../../sampling/token-logprobs.ts';
import { decoderKernel } from './decoder-kernel.ts';

beforeAll(async () => {
  await initBackend();
  if (!hasKernels()) process.stdout.write('skipped: this machine has no kernels (PARALLAX_KERNELS)\n');
});

/** Three query heads to a key head, 20 features, 40 and 70 units. */
const config: ModelConfig = {
  ...tinyConfig(),
  ...{ hiddenSize: 40, intermediateSize: 70, heads: 6, kvHeads: 2, headDim: 20, mropeSection: [2, 4, 4] },
};
const PAD = { padTokenId: TINY_TOKENS.pad };
/** Beyond the room that a row's cache begins with. */
const STEPS = 70;

test('gives the logits of a pass over the whole sequence, while rows leave', (context) => {
  if (!hasKernels()) return context.skip('no kernels');
  const model = initModel(config, 3);
  // Prompts of different length: two of three are padded on the left.
  const prompts = [tinyExample(1), tinyExample(2, 40), tinyExample(3, 2)].map(promptOf);
  const copies = 3;
  const { cache, logits_BV } = model.prefill(collatePrompts(prompts, PAD), copies);
  logits_BV.dispose();
  let rows = Array.from({ length: prompts.length * copies }, (_, row) => row);
  const said = rows.map((): number[] => []);
  for (let step = 0; step < STEPS; step++) {
    const tokens = rows.map((row) => TINY_TOKENS.first + Math.floor(50 * uniformAt(row, step)));
    rows.forEach((row, line) => void said[row]!.push(tokens[line]!));
    const logits = cache.step(Int32Array.from(tokens));
    if (step % 10 === 9) {
      const vocabulary = logits.length / rows.length;
      rows.forEach((row, line) => {
        const prompt = prompts[Math.floor(row / copies)]!;
        const inputIds = Int32Array.from([...prompt.inputIds, ...said[row]!]);
        const batch = collate([{ ...prompt, inputIds, labels: inputIds }], PAD);
        const last = { positions: Int32Array.of(inputIds.length - 1), tokens: Int32Array.of(0) };
        const whole = targetLogits(model, batch, last).dataSync();
        expect(whole.length).toBe(vocabulary);
        const values = logits.subarray(line * vocabulary, (line + 1) * vocabulary);
        values.forEach((value, i) => void expect(Math.abs(value - whole[i]!)).toBeLessThan(1e-5));
      });
      // One row of each prompt ends, then another: what is left is no rectangle.
      const kept = cache.compact(rows.map((row) => row === (step === 9 ? 4 : 2) || (step === 29 && row < 3)));
      if (kept !== null) rows = Array.from(kept, (line) => rows[line]!);
    }
  }
  expect(rows.length).toBeLessThan(prompts.length * copies);
  cache.dispose();
  model.dispose();
});

test('refuses what does not fit instead of reading beyond it', (context) => {
  if (!hasKernels()) return context.skip('no kernels');
  const model = initModel(config, 3);
  const { cache } = model.prefill(collatePrompts([promptOf(tinyExample(1))], PAD), 2);
  expect(() => cache.step(Int32Array.of(9))).toThrow(/tokens has 1 numbers, not 2/);
  expect(() => cache.step(Int32Array.of(9, 64))).toThrow(/token 64 is not in the vocabulary/);
  cache.dispose();
  expect(() => cache.step(Int32Array.of(9, 9))).toThrow(/closed/);
  const none = new Float32Array(0);
  const sizes = Int32Array.of(4, 1, 1, 4, 4, 0, 8, 1, 1, 2);
  const rest = [Int32Array.of(0), Int32Array.of(2), new Float32Array(6), Int32Array.of(0, 0)] as const;
  const open = (matrices: Float32Array[]) =>
    decoderKernel().openDecoder(sizes, Float32Array.of(1e-6, 100), matrices, ...rest);
  expect(() => open([none, none, none])).toThrow(/embedding has 0 numbers, not 32/);
  expect(() => open([])).toThrow(/embedding must be a typed array/);
  model.dispose();
});
