/** Options: their order, the letter of the right one, and the text that lists them. */
import { createRandom, type Random } from '@parallax/geometry';
import { OPTION_LETTERS } from '../chains/conclusion.ts';
import type { Draft } from './kind.ts';

/**
 * Option texts in the order of their letters. The right answer's letter goes through a fresh permutation of all
 * letters in every block of as many indexes, so letters are exactly balanced for a kind that gets every index, and
 * balanced as by a fair die for one that gets every n-th. The other options are shuffled.
 */
export function placeOptions(
  options: readonly string[],
  answer: string,
  place: { readonly kind: string; readonly index: number; readonly random: Random },
): string[] {
  if (options.length === 0) return [];
  const block = Math.floor(place.index / options.length);
  const positions = Array.from({ length: options.length }, (_, i) => i);
  const order = createRandom(`letters/${place.kind}/${block}`).shuffle(positions);
  const letter = order[place.index % options.length] ?? 0;
  const others = place.random.shuffle(options.filter((option) => option !== answer));
  others.splice(letter, 0, answer);
  return others;
}

export function letterOf(options: readonly string[], answer: string): string {
  return OPTION_LETTERS[options.indexOf(answer)] ?? '';
}

/** Stem, "A: ... B: ...", closing, separated by single spaces. */
export function textWithOptions(draft: Draft, options: readonly string[]): string {
  const listed = options.map((option, i) => `${OPTION_LETTERS[i]}: ${option}`);
  return [draft.stem, ...listed, draft.closing ?? ''].filter((part) => part !== '').join(' ');
}
