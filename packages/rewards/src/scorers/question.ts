/** The score of evaluation: our strict parser, then the scorer that the question's answer type declares. */
import { QuestionSchema } from '@parallax/dataset/schema';
import { z } from 'zod';
import { parseAnswer } from '../parsing/answer.ts';
import type { Score } from '../schema.ts';
import { scoreChoice } from './choice.ts';
import { scoreNumber } from './number.ts';

/** The fields of a question that scoring reads. */
const { answer, answerType, options } = QuestionSchema.shape;
const { unit } = QuestionSchema.shape.geometry.shape;

/** Reads them out of a whole question, or out of a row that gives them alone, `unit` beside the answer. */
export const ScorableSchema = z
  .object({
    answer,
    answerType: answerType.default('choice'),
    options: options.default([]),
    unit: unit.default(null),
    geometry: z.object({ unit }).optional(),
  })
  .refine((row) => row.answerType !== 'choice' || row.options.length > 0, {
    path: ['options'],
    message: 'a choice needs its options',
  })
  .transform(({ unit: bare, geometry, ...row }) => ({ ...row, geometry: geometry ?? { unit: bare } }));
export type ScorableQuestion = Readonly<z.infer<typeof ScorableSchema>>;

/** Value 1 or 0 for a choice, 0..1 by mean relative accuracy for a number; never throws on a completion. */
export function scoreQuestion(question: ScorableQuestion, completion: string): Score {
  const parsed = parseAnswer(completion, question.answerType, question.options);
  const part =
    question.answerType === 'choice'
      ? scoreChoice(question.answer, parsed.value)
      : scoreNumber(question.answer, parsed.value, question.geometry.unit);
  const reason = parsed.failure === null ? part.reason : `${part.reason} (${parsed.failure})`;
  return { value: part.value, parts: [{ ...part, reason }], parsed };
}
