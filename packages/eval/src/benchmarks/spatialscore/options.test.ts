/** Options moved in the wording, whatever their marks: who follows the content earns the same under every letter. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { spatialScoreV0 } from './index.ts';
import { countOptions, rotatedSpatialRow } from './options.ts';
import type { SpatialScoreRow } from './row.ts';
import { scoreByRule } from './rules.ts';

const OFFICIAL = 'spatialscore-v0-rules';
/** How the sources mark an option, what stands between two, and how they write the answer. */
const MARKS = [
  { mark: (letter: string) => `(${letter}) `, small: false, between: '\n', answer: (l: string) => `(${l})` },
  { mark: (letter: string) => `(${letter}) `, small: true, between: ' ', answer: (l: string) => `(${l})` },
  { mark: (letter: string) => `${letter}: `, small: false, between: '\n', answer: (l: string) => l },
  { mark: (letter: string) => `${letter}. `, small: false, between: ' ', answer: (l: string) => `${l}.` },
] as const;
const letterOf = (index: number, small = false): string => (small ? 'abcdef' : 'ABCDEF')[index]!;

const word = fc.constantFrom(
  'the lamp',
  'behind the sofa',
  '3',
  '12 chairs',
  'front-left',
  'a mug',
  'Bathroom',
);
const question = fc.record({
  options: fc.uniqueArray(word, { minLength: 2, maxLength: 6 }),
  style: fc.constantFrom(...MARKS),
  stem: fc.constantFrom(
    'Which one?',
    'In photo (A) or photo (B): which?\nSelect from the following choices.',
  ),
  tail: fc.constantFrom('', '\nAnswer with the letter.'),
});

test('the wording is that of the moved list, and content that is followed earns the same in every form', () => {
  fc.assert(
    fc.property(question, fc.nat(), fc.nat(), ({ options, style, stem, tail }, seed, followedSeed) => {
      const { mark, small, between, answer } = style;
      const n = options.length;
      const [right, followed] = [options[seed % n]!, options[followedSeed % n]!];
      const rowOf = (order: readonly string[]): SpatialScoreRow => ({
        ...{ id: 0, category: 'c', groupId: 'g', questionType: 'multi-choice', imagePaths: [], source: 's' },
        question: `${stem}\n${order.map((text, i) => mark(letterOf(i, small)) + text).join(between)}${tail}`,
        answer: answer(letterOf(order.indexOf(right), small)),
      });
      const row = rowOf(options);
      expect(countOptions(row.question)).toBe(n);
      for (let steps = 1; steps < n; steps++) {
        const order = options.map((_, i) => options[(i + steps) % n]!);
        const moved = rotatedSpatialRow(row, steps);
        expect(moved).toEqual(rowOf(order));
        const completion = `(${letterOf(order.indexOf(followed))})`;
        const hit = right === followed ? 1 : 0;
        expect(scoreByRule(moved!, completion).score).toBe(hit);
        expect(spatialScoreV0.strict(moved!, completion).value).toBe(hit);
        const report = spatialScoreV0.scorers[OFFICIAL]!.score([moved!], new Map([['0', completion]]));
        expect(report.overall).toMatchObject({ correct: hit });
      }
      expect(rotatedSpatialRow(row, n)).toBeNull();
    }),
  );
});

test.each([
  ['a number is asked for', { questionType: 'open-ended' }],
  ['yes or no is asked for', { questionType: 'judgment', answer: 'Yes' }],
  ['the question lists nothing', { question: 'Which one?' }],
  ['one option alone', { question: 'Which?\n(A) this' }],
  ['letters with a gap', { question: 'Which?\n(A) this\n(C) that', answer: 'C' }],
  ['an answer that is none of the letters', { answer: 'D' }],
  ['an answer in words', { answer: 'the lamp' }],
])('nothing is moved where %s', (_, change) => {
  const row: SpatialScoreRow = {
    ...{ id: 0, category: 'c', groupId: 'g', questionType: 'multi-choice', imagePaths: [], source: 's' },
    ...{ question: 'Which?\n(A) this\n(B) that', answer: 'B' },
    ...change,
  };
  expect(rotatedSpatialRow(row, 1)).toBeNull();
});
