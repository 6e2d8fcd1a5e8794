/** A reward as a named, weighted sum of parts that explain themselves. */
import type { Question } from '@parallax/dataset/schema';
import type { ParsedAnswer, Score, ScorePart } from '../schema.ts';

/** One part of a reward, before weighting. */
export interface RewardPart {
  readonly name: string;
  readonly weight: number;
  /** Value in 0..1 and why. */
  readonly measure: (question: Question, completion: string) => { value: number; reason: string };
}

export interface Mixture {
  readonly name: string;
  readonly description: string;
  /** Weights sum to 1, so that a reward lies in 0..1. */
  readonly parts: readonly RewardPart[];
  /** It reads more of a question than answer, options and unit. */
  readonly needsGeometry?: true;
  /** How the answer shown beside the reward was read. */
  readonly parse: (question: Question, completion: string) => ParsedAnswer;
}

/** Weighted sum of the parts, each with its reason. */
export function applyMixture(mixture: Mixture, question: Question, completion: string): Score {
  const parts: ScorePart[] = mixture.parts.map(({ name, weight, measure }) => ({
    name,
    weight,
    ...measure(question, completion),
  }));
  const value = parts.reduce((sum, part) => sum + part.weight * part.value, 0);
  return { value, parts, parsed: mixture.parse(question, completion) };
}
