/** Makes one question of a kind. */
import type { Random } from '@parallax/geometry';
import { ConfigError } from '@parallax/lab';
import type { Question } from '../schema.ts';
import type { Discarded, KindDefinition, QuestionSource } from './kind.ts';
import { questionKinds } from './registry.ts';

/**
 * @returns the question with its compact chain, or the reason why none can be asked of these views.
 * @throws ConfigError `unknown-kind`.
 */
export function makeQuestion(kind: string, source: QuestionSource, random: Random): Question | Discarded {
  return kindOf(kind).make(source, random);
}

/** @throws ConfigError `unknown-kind`, listing the known ones. */
export function kindOf(kind: string): KindDefinition {
  const definition = questionKinds[kind];
  if (definition !== undefined) return definition;
  throw new ConfigError('unknown-kind', `There is no question kind "${kind}".`, {
    remedy: `Known kinds: ${Object.keys(questionKinds).join(', ')}.`,
  });
}
