import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, expect, it } from 'vitest';
import { imageProcessorFor, type RgbImage } from '../images/index.ts';
import { modelSize } from '../model/index.ts';
import { loadTokenizer, type Tokenizer, trainTokenizer, writeTokenizerFiles } from '../tokenizer/index.ts';
import { collate, collatePrompts } from './collate.ts';
import { encodeExample, encodePrompt, type TrainingExample } from './encode.ts';

const processor = imageProcessorFor(modelSize('nano').vision);
const image: RgbImage = { width: 32, height: 64, data: new Uint8Array(32 * 64 * 3).fill(128) };
const example: TrainingExample = {
  id: 'q',
  source: 'test',
  images: [image, image],
  messages: [
    { role: 'system', content: 'Answer.' },
    {
      role: 'user',
      content: [
        { type: 'image' },
        { type: 'image' },
        { type: 'text', text: 'Which way?\nA. left\nB. right' },
      ],
    },
    { role: 'assistant', content: '<think>It moved.</think>\n<answer>B</answer>' },
    { role: 'user', content: 'Sure?' },
    { role: 'assistant', content: 'B' },
  ],
};
let tokenizer: Tokenizer;
beforeAll(async () => {
  const folder = await mkdtemp(join(tmpdir(), 'encode-'));
  await writeTokenizerFiles(trainTokenizer(['Which way? left right moved'], { vocabSize: 300 }), folder);
  tokenizer = await loadTokenizer(folder);
});

it('labels assistant turns with their closing token, and nothing else', () => {
  const { inputIds, labels } = encodeExample(tokenizer, processor, example);
  const learned = [...labels].filter((label) => label >= 0);
  const closing = '<|im_end|>';
  expect(tokenizer.decode(learned)).toBe(`<think>It moved.</think>\n<answer>B</answer>${closing}B${closing}`);
  labels.forEach((label, i) => {
    if (label >= 0) expect(label).toBe(inputIds[i]);
  });
});

it('gives each image its merged cells, and the ids of the whole text', () => {
  const { inputIds, gridThw, pixelValues } = encodeExample(tokenizer, processor, example);
  expect(gridThw).toEqual([
    [1, 8, 4],
    [1, 8, 4],
  ]);
  expect([...inputIds].filter((id) => id === tokenizer.imageTokenId)).toHaveLength(2 * 8);
  expect(pixelValues).toHaveLength(2 * 32 * 3 * 2 * 8 * 8);
  const whole = tokenizer.encode(tokenizer.applyChatTemplate([...example.messages]));
  const collapsed = [...inputIds].filter((id, i) => id !== tokenizer.imageTokenId || inputIds[i - 1] !== id);
  expect(collapsed).toEqual(whole);
});

it('encodes a prompt as the part of the conversation before the answer', () => {
  const first = { ...example, messages: example.messages.slice(0, 3) };
  const { inputIds, labels } = encodeExample(tokenizer, processor, first);
  const prompt = encodePrompt(tokenizer, processor, { ...first, messages: first.messages.slice(0, 2) });
  const start = labels.findIndex((label) => label >= 0);
  expect([...prompt.inputIds]).toEqual([...inputIds.slice(0, start)]);
});

it('refuses images that do not fit the messages, and conversations without an answer', () => {
  const wrong = (changes: Partial<TrainingExample>) => () =>
    encodeExample(tokenizer, processor, { ...example, ...changes });
  expect(wrong({ images: [image] })).toThrow(/q: fewer images/);
  expect(wrong({ images: [image, image, image] })).toThrow(/q: 1 image/);
  expect(wrong({ messages: example.messages.slice(0, 2) })).toThrow(/no assistant turn/);
});

it('pads on the right to train and on the left to sample', () => {
  const rows = [example.messages.slice(0, 3), example.messages].map((messages) =>
    encodeExample(tokenizer, processor, { ...example, messages }),
  );
  const batch = collate(rows, { padTokenId: tokenizer.padTokenId, lengthMultiple: 8 });
  expect(batch.length % 8).toBe(0);
  rows.forEach((row, b) => {
    const at = b * batch.length;
    expect([...batch.inputIds.slice(at, at + row.inputIds.length)]).toEqual([...row.inputIds]);
    const mask = batch.attentionMask.slice(at, at + batch.length);
    expect([...mask]).toEqual([...mask.keys()].map((i) => Number(i < row.inputIds.length)));
    expect(
      [...batch.labels.slice(at + row.inputIds.length, at + batch.length)].every((label) => label === -100),
    ).toBe(true);
  });
  const prompts = collatePrompts(rows, { padTokenId: tokenizer.padTokenId });
  rows.forEach((row, b) => {
    const end = (b + 1) * prompts.length;
    expect([...prompts.inputIds.slice(end - row.inputIds.length, end)]).toEqual([...row.inputIds]);
    expect(prompts.attentionMask[b * prompts.length]).toBe(Number(row.inputIds.length === prompts.length));
  });
  expect(batch.pixelValues).toHaveLength(2 * rows[0]!.pixelValues!.length);
});

it('labels only the part of the last turn that is learnt, whatever its characters', () => {
  const chain = '<think>Ü 1. It moved left. Ende ★.</think>\n<answer>B</answer>';
  const messages = [...example.messages.slice(0, -1), { role: 'assistant' as const, content: chain }];
  const whole = encodeExample(tokenizer, processor, { ...example, messages });
  for (const part of [' moved left', ' moved left. Ende ★', '★', 'Ü 1']) {
    const start = chain.indexOf(part);
    const learnt = [start, start + part.length] as const;
    const { inputIds, labels } = encodeExample(tokenizer, processor, { ...example, messages, learnt });
    expect(inputIds).toEqual(whole.inputIds);
    expect(tokenizer.decode([...labels].filter((label) => label >= 0))).toBe(part);
  }
});
