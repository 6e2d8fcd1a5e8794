/** A combination of words that no single word gives away is found by the trained model. */
import { describe, expect, it } from 'vitest';
import type { Question } from '../../../schema.ts';
import { madeShard } from '../../../store/made-dataset.ts';
import { auditShards, lineOf, mapQuestions } from '../../made-audit.ts';

describe('blind lines', () => {
  it('find an answer that is hidden in two words together', async () => {
    const kinds = ['relation'];
    const train = await madeShard({ scenes: 150, seed: 'combination', kinds });
    const test = await madeShard({ scenes: 40, seed: 'combination', split: 'test', kinds });
    // "left" where the weather and the day agree: each word alone is worth nothing.
    let turn = 0;
    const plant = (question: Question): Question => {
      const day = turn++ % 2;
      const isLeft = question.options['AB'.indexOf(question.answer)] === 'left';
      const weather = isLeft ? day : 1 - day;
      const words = `On a ${['dry', 'wet'][weather]} ${['morning', 'evening'][day]}:`;
      return { ...question, text: question.text.replace(/<image>[^?]*\?/, `<image>${words} which side?`) };
    };
    const audit = await auditShards(mapQuestions(train, plant), mapQuestions(test, plant));
    expect(lineOf(audit, 'blind-model').verdict).toBe('fail');
    expect(lineOf(audit, 'blind-majority').verdict).toBe('pass');
  });
});
