/** What a recipe's source makes of a question: with and without photos, plain and with places made up. */
import { plainQuestion } from '@parallax/dataset/fixture';
import type { Question } from '@parallax/dataset/schema';
import { type SftSource, SftSourceSchema, type TrainingExample } from '@parallax/trainer';
import { expect, it } from 'vitest';
import { sftSources } from './sft-sources.ts';
import type { TrainingSet } from './training-set.ts';

const CHAIN =
  'Photo 1: red05 object40 size20 blue90. Photo 2: blue90 to30 left60 object40 to40 same size20 to22 pink to75. ' +
  'Shift: blue left60 object same. Range: 0.9. The camera turned right by 20 degrees.';
const question: Question = plainQuestion({
  ...{ questionId: 'q', kind: 'ego-translation', groupId: 'scene', subjectId: 'mug' },
  viewIds: ['a', 'b'],
  ...{
    text: '<image><image>Which way? A: left B: right',
    options: ['left', 'right'],
    answer: 'A',
    chain: CHAIN,
  },
});
const grey = { width: 2, height: 2, data: new Uint8Array(12).fill(128) };
// Only what sftSources reads of a training set.
const set = {
  items: [{ kind: 'ego-translation', hasChain: true }],
  question: async () => question,
  images: async () => [grey, grey],
} as unknown as TrainingSet;

async function examples(source: Partial<SftSource>, count: number, seed = 1): Promise<TrainingExample[]> {
  const full = SftSourceSchema.parse({
    kinds: ['ego-translation'],
    style: 'chain',
    probability: 1,
    ...source,
  });
  const [made] = sftSources(set, [full], seed);
  return Promise.all(Array.from({ length: count }, (_, position) => made!.example(0, position)));
}
const answer = ({ messages }: TrainingExample): string => String(messages.at(-1)!.content);

it('asks with photos and learns the whole chain unless told otherwise', async () => {
  const [plain] = await examples({}, 1);
  expect(plain!.images).toHaveLength(2);
  expect(answer(plain!)).toContain(CHAIN);
  expect(plain!.learnt).toBeUndefined();
});

it('leaves photos and their places in the text away together', async () => {
  const [blind] = await examples({ photos: false }, 1);
  expect(blind!.images).toEqual([]);
  const parts = blind!.messages.flatMap(({ content }) => (typeof content === 'string' ? [] : content));
  expect(parts).toEqual([{ type: 'text', text: 'Which way? A: left B: right' }]);
});

it('teaches nothing without photos that only they show', async () => {
  const [blind] = await examples({ photos: false }, 1);
  expect(answer(blind!).slice(...blind!.learnt!)).toMatch(
    /^ Shift: .* 20 degrees\.<\/think>\n<answer>A<\/answer>$/,
  );
  const [letter] = await examples({ photos: false, style: 'letter' }, 1);
  expect(letter!.learnt).toBeUndefined();
  const made = await examples({ photos: false, counterfactual: 1 }, 1);
  expect(answer(made[0]!).slice(...made[0]!.learnt!)).toMatch(/^\. Photo 2: .* Shift: [^.]*\.$/);
});

it('makes the share of chains up that was asked for, anew at every position and alike for the same seed', async () => {
  const half = await examples({ counterfactual: 0.5 }, 200);
  const made = half.filter(({ learnt }) => learnt !== undefined);
  expect(made.length).toBeGreaterThan(80);
  expect(made.length).toBeLessThan(120);
  expect(new Set(made.map(answer)).size).toBeGreaterThan(0.9 * made.length);
  for (const example of made) {
    const text = answer(example).slice(...example.learnt!);
    expect(text).toMatch(/^\. Photo 2: blue\d\d to30 .*\. Shift: [^.]*\.$/);
    expect(answer(example)).toMatch(/<answer>A<\/answer>$/);
  }
  expect((await examples({ counterfactual: 0.5 }, 200)).map(answer)).toEqual(half.map(answer));
  expect((await examples({ counterfactual: 0.5 }, 200, 2)).map(answer)).not.toEqual(half.map(answer));
});

it('leaves bare letters as they are, and refuses to make them up', async () => {
  const [letter] = await examples({ style: 'letter' }, 1);
  expect(answer(letter!)).toBe('A');
  expect(letter!.learnt).toBeUndefined();
  await expect(examples({ style: 'letter', counterfactual: 0.5 }, 1)).rejects.toThrow(
    /Only chains can be made up/,
  );
});
