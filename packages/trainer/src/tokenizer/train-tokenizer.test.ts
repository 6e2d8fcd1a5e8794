import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { loadTokenizer } from './load-tokenizer.ts';
import { trainTokenizer, writeTokenizerFiles } from './train-tokenizer.ts';

const TEXTS = [
  'The camera moved to the right between the first and the second image.',
  'The camera moved to the left; the red chair is now nearer.',
  "It didn't rotate. <think>column 3</think><answer>B</answer>",
];

async function trained(vocabSize: number) {
  const folder = await mkdtemp(join(tmpdir(), 'tokenizer-'));
  await writeTokenizerFiles(trainTokenizer(TEXTS, { vocabSize }), folder);
  return loadTokenizer(folder);
}

test('any text survives encoding and decoding', async () => {
  const tokenizer = await trained(320);
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), (text) => {
      expect(tokenizer.decode(tokenizer.encode(text))).toBe(text.normalize('NFC'));
    }),
  );
});

test('repeated words become few tokens, special and answer tokens are one each', async () => {
  const tokenizer = await trained(320);
  expect(tokenizer.vocabSize).toBeLessThanOrEqual(320);
  expect(tokenizer.encode(' camera moved').length).toBeLessThanOrEqual(4);
  for (const token of ['<|im_start|>', '<|image_pad|>', '<think>', '</think>', '<answer>', '</answer>']) {
    expect(tokenizer.encode(token)).toHaveLength(1);
  }
  const ids = tokenizer.encode('<think>x</think><|im_end|>');
  expect(tokenizer.decode(ids, { skipSpecial: true })).toBe('<think>x</think>');
  expect(tokenizer.eosTokenIds).toContain(tokenizer.tokenId('<|im_end|>'));
});

test('the template we write opens with the system prompt, numbers pictures on request', async () => {
  const tokenizer = await trained(300);
  const messages = [
    { role: 'user' as const, content: [{ type: 'image' as const }, { type: 'text' as const, text: 'Hi' }] },
  ];
  expect(tokenizer.applyChatTemplate(messages, { addGenerationPrompt: true, addVisionId: true })).toBe(
    '<|im_start|>system\nYou are a helpful assistant.<|im_end|>\n' +
      '<|im_start|>user\nPicture 1: <|vision_start|><|image_pad|><|vision_end|>Hi<|im_end|>\n<|im_start|>assistant\n',
  );
});

test('digits stand alone as in Qwen2, or make tokens of at most as many as asked for', async () => {
  const texts = Array.from(
    { length: 2000 },
    (_, i) => `at${String(i % 100).padStart(2, '0')} of ${i % 1000}`,
  );
  const lengths = async (digitsPerToken: 1 | 2 | 3) => {
    const folder = await mkdtemp(join(tmpdir(), 'tokenizer-'));
    await writeTokenizerFiles(trainTokenizer(texts, { vocabSize: 2000, digitsPerToken }), folder);
    const tokenizer = await loadTokenizer(folder);
    return ['at42', 'at425'].map((text) => tokenizer.encode(text).length - tokenizer.encode('at').length);
  };
  expect(await lengths(1)).toEqual([2, 3]);
  expect(await lengths(2)).toEqual([1, 2]);
  expect(await lengths(3)).toEqual([1, 1]);
});

test('same texts, same files', () => {
  expect(trainTokenizer(TEXTS, { vocabSize: 320 })).toEqual(trainTokenizer(TEXTS, { vocabSize: 320 }));
  expect(() => trainTokenizer(TEXTS, { vocabSize: 100 })).toThrow(/cannot hold all bytes/);
});
