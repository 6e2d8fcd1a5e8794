/** Reads the letter of an option from an answer block. */
import type { ParsedAnswer } from '../schema.ts';
import { parseFailure } from './answer-block.ts';

/** A letter with the marks that writers put around one, then perhaps the option's own text. */
const LETTER = /^[\s("'`*[]*([A-Za-z])(?:[\s)"'`*\].:,]+([\s\S]*))?$/;
const LETTER_A = 65;
/** Longer text is never a lone letter or an option; the limit also keeps every pattern here fast. */
const MAX_LENGTH = 1000;

/**
 * Accepts "B", "b", "(B)", "B.", "B: text of option B" and the exact text of one option; nothing looser.
 * @param options texts in letter order, or their number when the texts are not known (then a letter alone).
 * @param start offset of `text` in the completion, for the span.
 * Failures: `not-an-option` (no single letter, or a letter without an option), `letter-and-text-disagree`.
 */
export function parseChoice(
  text: string,
  start: number,
  options: number | readonly string[],
  failure = 'not-an-option',
): ParsedAnswer {
  const texts = typeof options === 'number' ? [] : options.map(normalize);
  const count = typeof options === 'number' ? options : options.length;
  const trimmed = text.trim();
  if (trimmed.length > MAX_LENGTH) return parseFailure(failure);
  const offset = start + text.indexOf(trimmed);
  const asText = texts.indexOf(normalize(trimmed));
  if (trimmed !== '' && asText >= 0 && texts.lastIndexOf(normalize(trimmed)) === asText) {
    return { value: letterOf(asText), span: [offset, offset + trimmed.length], failure: null };
  }
  const match = LETTER.exec(trimmed);
  const letter = match?.[1]?.toUpperCase();
  if (match === null || letter === undefined) return parseFailure(failure);
  const index = letter.charCodeAt(0) - LETTER_A;
  const rest = normalize(match[2] ?? '');
  if (index >= count) return parseFailure(rest === '' ? 'not-an-option' : failure);
  if (rest !== '' && texts.length === 0) return parseFailure(failure);
  if (rest !== '' && rest !== texts[index]) {
    return parseFailure(texts.includes(rest) ? 'letter-and-text-disagree' : failure);
  }
  const at = offset + match[0].indexOf(match[1]!);
  return { value: letter, span: [at, at + 1], failure: null };
}

/** Letter of an option's index: 0 -> "A". */
export function letterOf(index: number): string {
  return String.fromCharCode(LETTER_A + index);
}

function normalize(text: string): string {
  return text
    .toLowerCase()
    .replace(/\s+/g, ' ')
    .replace(/^[\s"'`*]+|[\s"'`*.,;!)\]]+$/g, '');
}
