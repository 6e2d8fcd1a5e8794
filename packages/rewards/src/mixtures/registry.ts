/** All rewards by name; one definition serves RL, evaluation and HTTP. */
import type { Question } from '@parallax/dataset/schema';
import { ConfigError, suggestName } from '@parallax/lab';
import type { Score } from '../schema.ts';
import { actial } from './answers/actial.ts';
import { actialClaims } from './answers/actial-claims.ts';
import { format, graded } from './answers/graded.ts';
import { jigsaw } from './answers/jigsaw.ts';
import { length } from './answers/length.ts';
import { mra } from './answers/mra.ts';
import { dipLook } from './boxes/dip-look.ts';
import { fuzzyF1 } from './boxes/fuzzy-f1.ts';
import { iouF1 } from './boxes/iou-f1.ts';
import type { Mixture } from './mixture.ts';

export const mixtures: Readonly<Record<string, Mixture>> = {
  actial,
  'actial-claims': actialClaims,
  format,
  graded,
  length,
  mra,
  jigsaw,
  'iou-f1': iouF1,
  'fuzzy-f1': fuzzyF1,
  'dip-look': dipLook,
};

/**
 * Scores one completion with a reward by name; never throws on a completion, whatever it holds.
 * @throws ConfigError `unknown-mixture`; DataFormatError `wrong-shape` for a question without what the reward reads.
 */
export function scoreMixture(name: string, question: Question, completion: string): Score {
  return findMixture(name).judge(question, `question ${question.questionId}`)(completion);
}

/** @throws ConfigError `unknown-mixture`, with the nearest name and all that exist. */
export function findMixture(name: string): Mixture {
  const mixture = Object.hasOwn(mixtures, name) ? mixtures[name] : undefined;
  if (mixture !== undefined) return mixture;
  throw new ConfigError('unknown-mixture', `There is no reward "${name}".`, {
    remedy: suggestName(name, Object.keys(mixtures)),
  });
}
