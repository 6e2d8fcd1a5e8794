import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, expect, it } from 'vitest';
import { imageProcessorFor } from '../images/index.ts';
import { modelSize } from '../model/index.ts';
import { loadTokenizer, type Tokenizer, trainTokenizer, writeTokenizerFiles } from '../tokenizer/index.ts';
import type { TrainingExample } from './encode.ts';
import { exampleStream } from './example-stream.ts';

let tokenizer: Tokenizer;
beforeAll(async () => {
  const folder = await mkdtemp(join(tmpdir(), 'stream-'));
  await writeTokenizerFiles(trainTokenizer(['Which way? left right'], { vocabSize: 300 }), folder);
  tokenizer = await loadTokenizer(folder);
});

/** Three questions whose answers tell by which index and at which position they were asked for. */
function streamOf(learnt: TrainingExample['learnt'], asked: number[] = []) {
  return exampleStream({
    sources: [
      {
        name: 'source',
        probability: 1,
        size: 3,
        example: (index, position) => {
          asked.push(position);
          const content = `${index} at ${position}`;
          return {
            ...{ id: `${index}`, source: 'source', images: [] },
            messages: [
              { role: 'user', content: 'Which way?' },
              { role: 'assistant', content },
            ],
            ...(learnt && { learnt }),
          };
        },
      },
    ],
    ...{ strategy: 'interleave_over', seed: 1, tokenizer, maxLength: 200 },
    imageProcessor: imageProcessorFor(modelSize('nano').vision),
  });
}

const answers = async (
  stream: ReturnType<typeof streamOf>,
  start: number,
  count: number,
): Promise<string[]> =>
  (await stream.read(start, count)).map(({ labels }) =>
    tokenizer.decode([...labels].filter((id) => id >= 0)),
  );

it('keeps the text of an example between epochs, but not of one that is drawn anew', async () => {
  const end = '<|im_end|>';
  const fixed = streamOf(undefined);
  const first = await answers(fixed, 0, 3);
  expect([...first].map((text) => text[0]).sort()).toEqual(['0', '1', '2']);
  expect((await answers(fixed, 3, 3)).sort()).toEqual([...first].sort());

  const drawn = streamOf([0, 100]);
  const texts = await answers(drawn, 0, 6);
  expect(texts.map((text) => text.replace(/^\d at |<.*$/g, ''))).toEqual(['0', '1', '2', '3', '4', '5']);
  expect(await answers(streamOf([0, 100]), 2, 3)).toEqual(texts.slice(2, 5));
  expect(first.every((text) => text.endsWith(end))).toBe(true);
});
