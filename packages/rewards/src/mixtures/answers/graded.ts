/** Rewards that do not need the published string match. */
import { z } from 'zod';
import { parseAnswer } from '../../parsing/answer.ts';
import { ScorableSchema, scoreQuestion } from '../../scorers/question.ts';
import { defineMixture } from '../mixture.ts';
import { formatPart, parseActial } from './actial.ts';

/** Format alone: a control that tells how much of a gain is the tags. */
export const format = defineMixture({
  name: 'format',
  description: 'format alone',
  truth: z.looseObject({}),
  reads: 'the completion alone',
  parts: [{ ...formatPart, weight: 1 }],
  parse: (_truth, completion) => parseActial(completion),
});

/** For numeric kinds, where an exact string match gives almost no signal to learn from. */
export const graded = defineMixture({
  name: 'graded',
  description: "0.5 format + 0.5 the question's own score (mean relative accuracy for numbers)",
  truth: ScorableSchema,
  reads: '{"answer", "answerType": "choice" | "number", "options" of a choice, "unit" of a number}',
  parts: [
    formatPart,
    {
      name: 'score',
      weight: 0.5,
      measure: (truth, { completion }) => {
        const score = scoreQuestion(truth, completion);
        return { value: score.value, reason: score.parts[0]?.reason ?? '' };
      },
    },
  ],
  parse: ({ answerType, options }, completion) => parseAnswer(completion, answerType, options),
});
