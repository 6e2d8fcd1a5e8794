import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ChatMessage } from '@parallax/dataset/schema';
import { expect, test } from 'vitest';
import {
  decodeImage,
  loadImageProcessor,
  processImages,
  resizeBicubic,
  smartResize,
} from '../images/index.ts';
import { loadTokenizer } from '../tokenizer/index.ts';
import { excess, goldenBatch, goldenFolder, goldenJson, goldenTensors } from './golden-case.ts';

const folder = goldenFolder();
const onGoldens = test.skipIf(folder === null);
const root = folder ?? '';

onGoldens.each(['tied', 'untied'])('tokenizer of %s: every case, ids and both decodings', async (name) => {
  const tokenizer = await loadTokenizer(join(root, name));
  const cases = goldenJson<{ text: string; ids: number[]; decoded: string; decoded_skip_special: string }[]>(
    root,
    'tokenizer_cases.json',
  );
  expect(cases.length).toBeGreaterThan(20);
  for (const item of cases) {
    expect(tokenizer.encode(item.text)).toEqual(item.ids);
    expect(tokenizer.decode(item.ids)).toBe(item.decoded);
    expect(tokenizer.decode(item.ids, { skipSpecial: true })).toBe(item.decoded_skip_special);
  }
  const special = goldenJson<{ special_token_ids: Record<string, number> }>(
    root,
    'manifest.json',
  ).special_token_ids;
  for (const [token, id] of Object.entries(special)) expect(tokenizer.tokenId(token)).toBe(id);
});

onGoldens('streaming: prefixes decode as the reference decodes them', async () => {
  const tokenizer = await loadTokenizer(join(root, 'tied'));
  for (const item of goldenJson<{ ids: number[]; prefix_decodes: string[] }[]>(
    root,
    'streaming_decode.json',
  )) {
    const decoded = item.ids.map((_, index) => tokenizer.decode(item.ids.slice(0, index + 1)));
    expect(decoded).toEqual(item.prefix_decodes);
  }
});

onGoldens('chat template: text and ids of every case', async () => {
  const tokenizer = await loadTokenizer(join(root, 'tied'));
  const cases = goldenJson<
    { messages: ChatMessage[]; add_generation_prompt: boolean; add_vision_id?: boolean; text: string }[]
  >(root, 'chat_template_cases.json');
  for (const item of cases) {
    const options = {
      addGenerationPrompt: item.add_generation_prompt,
      addVisionId: item.add_vision_id ?? false,
    };
    expect(tokenizer.applyChatTemplate(item.messages, options)).toBe(item.text);
  }
  for (const name of ['text', 'image', 'two_images']) {
    const messages = goldenJson<ChatMessage[]>(root, `cases/${name}/messages.json`);
    const prompt = readFileSync(join(root, `cases/${name}/prompt.txt`), 'utf8');
    expect(tokenizer.applyChatTemplate(messages, { addGenerationPrompt: true })).toBe(prompt);
  }
});

onGoldens('smart_resize: every row', () => {
  type Row = [number, number, number, number, number, [number, number] | null];
  for (const row of goldenJson<{ rows: Row[] }>(root, 'smart_resize.json').rows) {
    const [height, width, factor, minPixels, maxPixels, expected] = row;
    const run = (): [number, number] => smartResize(height, width, factor, minPixels, maxPixels);
    if (expected === null) expect(run).toThrow(/elongated/);
    else expect(run()).toEqual(expected);
  }
});

onGoldens('resize: every byte equals torchvision', async () => {
  const cases = goldenJson<{ source: string; target_hw: [number, number]; torchvision: string }[]>(
    root,
    'resize.json',
  );
  for (const item of cases) {
    const source = await decodeImage(readFileSync(join(root, item.source)));
    const expected = await decodeImage(readFileSync(join(root, item.torchvision)));
    const resized = resizeBicubic(source, ...item.target_hw);
    expect([item.source, excess(resized.data, expected.data)]).toEqual([item.source, 0]);
  }
});

onGoldens.each(['image', 'two_images'])(
  'pixel values and grids of case %s from the source files',
  async (name) => {
    const processor = await loadImageProcessor(join(root, 'tied'));
    const inputs = await goldenTensors(root, `cases/${name}/inputs.safetensors`);
    const manifest = goldenJson<{ cases: Record<string, { images: string[] }> }>(root, 'manifest.json');
    const files = manifest.cases[name]!.images;
    const images = await Promise.all(files.map((file) => decodeImage(readFileSync(join(root, file)))));
    const { pixelValues, gridThw } = processImages(images, processor);
    expect(gridThw).toEqual(goldenBatch(inputs).gridThw);
    expect(excess(pixelValues, inputs.get('pixel_values')!.data)).toBeLessThanOrEqual(2e-6);
  },
);
