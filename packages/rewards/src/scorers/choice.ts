/** Scores a choice: the letter is right or wrong. */
import type { ScorePart } from '../schema.ts';

/** @param given parsed letter, or null when nothing was parsed. */
export function scoreChoice(answer: string, given: string | null): ScorePart {
  if (given === null) return { name: 'choice', weight: 1, value: 0, reason: 'no option could be read' };
  const right = given === answer;
  return {
    name: 'choice',
    weight: 1,
    value: right ? 1 : 0,
    reason: right ? `${given} is right` : `${given} given, ${answer} is right`,
  };
}
