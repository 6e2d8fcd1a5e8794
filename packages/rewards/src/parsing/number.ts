/** Reads one signed decimal number from an answer block. */
import type { ParsedAnswer } from '../schema.ts';
import { parseFailure } from './answer-block.ts';

/** Sign (ASCII, minus sign U+2212 or en dash, a blank may follow), digits, perhaps a unit of degrees. */
const NUMBER = /^([+\-\u2212\u2013]?)[ \u00a0]?(\d+(?:\.\d+)?|\.\d+)\s*(?:\u00b0|degrees?\b|deg\b)?\s*\.?$/i;

/** Longer text is never one number; the limit also keeps the pattern fast. */
const MAX_LENGTH = 400;

/**
 * Accepts "-25", "+25.5", "\u221225", "25\u00b0", "25 degrees"; refuses ranges, sums, words, exponents and thousands marks.
 * The value is JavaScript's shortest decimal form ("-25", never "-0").
 * @param start offset of `text` in the completion, for the span.
 */
export function parseNumber(text: string, start: number, failure = 'not-a-number'): ParsedAnswer {
  const trimmed = text.trim();
  if (trimmed.length > MAX_LENGTH) return parseFailure(failure);
  const offset = start + text.indexOf(trimmed);
  const match = NUMBER.exec(trimmed);
  if (match === null) return parseFailure(failure);
  const magnitude = Number(match[2]);
  if (!Number.isFinite(magnitude)) return parseFailure('not-a-number');
  const negative = match[1] !== '' && match[1] !== '+';
  const value = negative && magnitude !== 0 ? -magnitude : magnitude;
  const length = trimmed.lastIndexOf(match[2]!) + match[2]!.length;
  return { value: String(value), span: [offset, offset + length], failure: null };
}
