/** A form of claim: how a fact is put into words, and how such words are found and checked. */

import { objectNamed } from '../scenes/naming.ts';
import type { QuestionGeometry, SceneObject } from '../schema.ts';
import type { Fact, FactOf } from './fact.ts';

export interface ClaimPattern {
  /** With the flags g and i, and named groups. */
  readonly regex: RegExp;
  /** Null when the claim is true; otherwise why it is not. */
  check(groups: Readonly<Record<string, string | undefined>>, geometry: QuestionGeometry): string | null;
}

export interface ClaimForm<T extends Fact['type'] = Fact['type']> {
  readonly type: T;
  /** A clause without its full stop; the first wording is the compact one. */
  readonly wordings: (fact: FactOf<T>) => readonly string[];
  readonly patterns: readonly ClaimPattern[];
}

/** One to four words between "the" and a verb: "chair", "cyan pillar", "red coffee mug". */
export const NAME = '(?<object>(?!camera\\b)[a-z]+(?: (?!the\\b|and\\b|at\\b)[a-z]+){0,3}?)';

/** Finds the object that a claim names, then checks what is said of it. */
export function withObject(
  name: string | undefined,
  geometry: QuestionGeometry,
  check: (object: SceneObject) => string | null,
): string | null {
  const object = objectNamed((name ?? '').trim(), geometry.objects);
  return object === undefined ? `no object here is called "${name ?? ''}"` : check(object);
}

/** "first", "second" or nothing (one photo) as a view number. */
export function viewNumber(ordinal: string | undefined): number {
  return ordinal?.toLowerCase() === 'second' ? 1 : 0;
}
