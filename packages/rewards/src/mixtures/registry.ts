/** All rewards by name; one definition serves RL, evaluation and HTTP. */
import type { Question } from '@parallax/dataset/schema';
import { ConfigError } from '@parallax/lab';
import type { Score } from '../schema.ts';
import { actial } from './actial.ts';
import { actialClaims } from './actial-claims.ts';
import { format, graded } from './graded.ts';
import { jigsaw } from './jigsaw.ts';
import { applyMixture, type Mixture } from './mixture.ts';

export const mixtures: Readonly<Record<string, Mixture>> = {
  actial,
  'actial-claims': actialClaims,
  format,
  graded,
  jigsaw,
};

/**
 * Scores a completion with a reward by name; never throws on a completion, whatever it holds.
 * @throws ConfigError `unknown-mixture`.
 */
export function scoreMixture(name: string, question: Question, completion: string): Score {
  return applyMixture(findMixture(name), question, completion);
}

/** @throws ConfigError `unknown-mixture`, with the names that exist. */
export function findMixture(name: string): Mixture {
  const mixture = Object.hasOwn(mixtures, name) ? mixtures[name] : undefined;
  if (mixture !== undefined) return mixture;
  throw new ConfigError('unknown-mixture', `There is no reward "${name}".`, {
    remedy: `Use one of: ${Object.keys(mixtures).join(', ')}.`,
  });
}
