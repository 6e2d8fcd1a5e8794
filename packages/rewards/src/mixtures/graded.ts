/** Rewards that do not need the published string match. */
import { parseAnswer } from '../parsing/answer.ts';
import { scoreQuestion } from '../scorers/question.ts';
import { actial, formatPart } from './actial.ts';
import type { Mixture } from './mixture.ts';

/** Format alone: a control that tells how much of a gain is the tags. */
export const format: Mixture = {
  name: 'format',
  description: 'format alone',
  parts: [{ ...formatPart, weight: 1 }],
  parse: actial.parse,
};

/** For numeric kinds, where an exact string match gives almost no signal to learn from. */
export const graded: Mixture = {
  name: 'graded',
  description: "0.5 format + 0.5 the question's own score (mean relative accuracy for numbers)",
  parts: [
    formatPart,
    {
      name: 'score',
      weight: 0.5,
      measure: (question, completion) => {
        const score = scoreQuestion(question, completion);
        return { value: score.value, reason: score.parts[0]?.reason ?? '' };
      },
    },
  ],
  parse: (question, completion) => parseAnswer(completion, question.answerType, question.options),
};
