import type { Question } from '@parallax/dataset/schema';
import { createRandom } from '@parallax/geometry';
import { scoreQuestion } from '@parallax/rewards';
import { expect, it } from 'vitest';
import { trainBlind } from './train-blind.ts';

const OPTIONS = ['Move to the left', 'Move to the right', 'No movement'];

/** A question whose answer is drawn by `pick` from the option texts as they were shuffled. */
function makeQuestion(i: number, pick: (options: string[], draw: number) => number): Question {
  const random = createRandom(`question ${i}`);
  const options = random.shuffle(OPTIONS);
  const letters = options.map((text, k) => `${'ABC'[k]}: ${text}`).join(' ');
  // The blind model reads these fields and no others; the rest of a record would only be noise here.
  return {
    questionId: `q${i}`,
    kind: 'ego-translation',
    groupId: `g${i % 97}`,
    text: `<image><image>Where did the camera go? ${letters}`,
    options,
    answer: 'ABC'[pick(options, random.next())]!,
    answerType: 'choice',
    geometry: { unit: null },
  } as unknown as Question;
}

async function* stream(questions: Question[]): AsyncGenerator<Question> {
  yield* questions;
}

async function accuracy(
  pick: (options: string[], draw: number) => number,
): Promise<{ value: number; rule: string }> {
  const all = Array.from({ length: 1200 }, (_, i) => makeQuestion(i, pick));
  const model = await trainBlind(stream(all.slice(0, 800)));
  const test = all.slice(800);
  const value = test.reduce((sum, q) => sum + scoreQuestion(q, model.predict(q)).value, 0) / test.length;
  return { value, rule: model.kinds['ego-translation']!.rule };
}

it('stays near chance where the wording gives nothing away', async () => {
  const { value } = await accuracy((_options, draw) => Math.floor(draw * 3));
  expect(value).toBeGreaterThan(0.25);
  expect(value).toBeLessThan(0.42);
});

it('finds a letter that is right too often', async () => {
  const { value } = await accuracy((_options, draw) => (draw < 0.7 ? 1 : 2));
  expect(value).toBeGreaterThan(0.62);
});

it('finds an option that is never right, as in the published set', async () => {
  const { value } = await accuracy((options, draw) => {
    const moves = options.flatMap((text, i) => (text === 'No movement' ? [] : [i]));
    return moves[draw < 0.5 ? 0 : 1]!;
  });
  expect(value).toBeGreaterThan(0.42);
});

it('finds the best constant for a number', async () => {
  const questions = Array.from({ length: 300 }, (_, i) => {
    const number = makeQuestion(i, () => 0);
    return {
      ...number,
      kind: 'n',
      answerType: 'number' as const,
      options: [],
      answer: i % 3 === 0 ? '40' : String(-i),
    };
  });
  const model = await trainBlind(stream(questions));
  expect(Number(/>(.*)</.exec(model.predict(questions[0]!))?.[1])).toBeGreaterThan(20);
  expect(model.predict({ ...questions[0]!, kind: 'unknown' })).toBe('<answer>0</answer>');
});
