/** Answers that are a sign: one way, the other way, or none; nothing is asked in the dead band between. */
import { signOutsideBand } from '../../../chains/facts/measure.ts';
import type { Discarded, Solution } from '../../kind.ts';

export interface SignedAnswers {
  readonly positive: string;
  readonly negative: string;
  readonly none: string;
}

/** "None" below `none`, a way above `min`; in the unit of the value. */
export interface Band {
  readonly none: number;
  readonly min: number;
}

export function solveSigned(
  value: number,
  { none, min }: Band,
  answers: SignedAnswers,
  unit: string,
): Solution | Discarded {
  const sign = signOutsideBand(value, none, min);
  if (sign === null) return { discarded: 'dead-band' };
  return {
    answer: sign === 0 ? answers.none : sign > 0 ? answers.positive : answers.negative,
    value,
    unit,
    margin: sign === 0 ? none - Math.abs(value) : Math.abs(value) - min,
  };
}

/**
 * One answer of two readings of the same words: the first with the smaller margin, or discarded where they differ,
 * because the wording cannot say which of them is meant.
 */
export function agreeing(a: Solution | Discarded, b: Solution | Discarded): Solution | Discarded {
  if ('discarded' in a) return a;
  if ('discarded' in b) return b;
  if (a.answer !== b.answer) return { discarded: 'readings-differ' };
  return { ...a, margin: Math.min(a.margin, b.margin) };
}

/** The band that a question was made with. */
export function bandOf(parameters: Readonly<Record<string, unknown>>): Band | Discarded {
  const { noneDeg: none, minDeg: min } = parameters;
  return typeof none === 'number' && typeof min === 'number' ? { none, min } : { discarded: 'no-band' };
}
