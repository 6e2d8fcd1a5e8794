/** The score of evaluation: our strict parser, then the scorer that the question's answer type declares. */
import type { Question } from '@parallax/dataset/schema';
import { parseAnswer } from '../parsing/answer.ts';
import type { Score } from '../schema.ts';
import { scoreChoice } from './choice.ts';
import { scoreNumber } from './number.ts';

/** The fields of a question that scoring reads; a whole `Question` fits. */
export type ScorableQuestion = Pick<Question, 'answer' | 'answerType' | 'options'> & {
  readonly geometry: Pick<Question['geometry'], 'unit'>;
};

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
