/** Python's reading and rounding of numbers, for rules that were published as Python code. */
import { pythonStrip } from './text.ts';

const FLOAT =
  /^[+-]?(?:(?:\d(?:_?\d)*)(?:\.(?:\d(?:_?\d)*)?)?(?:e[+-]?\d(?:_?\d)*)?|\.\d(?:_?\d)*(?:e[+-]?\d(?:_?\d)*)?|inf|infinity|nan)$/i;

/**
 * What `float(text)` gives, or null where it raises ValueError. White space around it, underscores between digits,
 * digits of any script, "inf" and "nan" are all numbers to Python.
 * Source: https://docs.python.org/3.11/library/functions.html#float
 */
export function pythonFloat(text: string): number | null {
  const ascii = asciiDigits(pythonStrip(text));
  if (!FLOAT.test(ascii)) return null;
  const plain = ascii.replaceAll('_', '').toLowerCase();
  if (plain.endsWith('nan')) return Number.NaN;
  if (plain.includes('inf'))
    return plain.startsWith('-') ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY;
  return Number(plain);
}

/** `text.isdigit()`: decimal digits of any script, superscripts and circled digits too; false for "". */
export function pythonIsDigit(text: string): boolean {
  return /^[\p{Nd}\u00b2\u00b3\u00b9\u1369-\u1371\u19da\u2070\u2074-\u2079\u2080-\u2089\u2460-\u2468\u2474-\u247c\u2488-\u2490\u24ea\u24f5-\u24fd\u24ff\u2776-\u277e\u2780-\u2788\u278a-\u2792\u{10a40}-\u{10a43}\u{10e60}-\u{10e68}\u{11052}-\u{1105a}\u{1f100}-\u{1f10a}]+$/u.test(
    text,
  );
}

/** What `int(text)` gives for a text of digits, or null where it raises ValueError (superscripts; over 4300 digits). */
export function pythonInt(text: string): number | null {
  return /^\p{Nd}{1,4300}$/u.test(text) ? Number(asciiDigits(text)) : null;
}

/**
 * `round(value, digits)`: the nearest decimal of the exact binary value, ties to the even digit (`digits` 1..60).
 * toFixed rounds the exact value too, but ties away from zero.
 */
export function pythonRound(value: number, digits: number): number {
  // A value of this size has no digits to lose; toFixed would fall back to exponents.
  if (!Number.isFinite(value) || Math.abs(value) >= 1e21) return value;
  const exact = value.toFixed(Math.min(100, digits + 40));
  const cut = exact.slice(0, exact.indexOf('.') + 1 + digits);
  const tie =
    /^50*$/.test(exact.slice(cut.length)) && value.toFixed(100).slice(cut.length).match(/^50*$/) !== null;
  return tie && Number(cut.at(-1)) % 2 === 0 ? Number(cut) : Number(value.toFixed(digits));
}

/** The mathematical digits: five alphabets of ten without a gap. All other blocks of `Nd` hold ten in order. */
const MATHEMATICAL_ZERO = 0x1d7ce;
const MATHEMATICAL_END = 0x1d7ff;

/** Digits of every script as 0-9. */
function asciiDigits(text: string): string {
  return text.replace(/\p{Nd}/gu, (digit) => String(digitValue(digit)));
}

function digitValue(digit: string): number {
  const code = digit.codePointAt(0)!;
  if (code >= MATHEMATICAL_ZERO && code <= MATHEMATICAL_END) return (code - MATHEMATICAL_ZERO) % 10;
  let zero = code;
  while (code - zero < 9 && /^\p{Nd}$/u.test(String.fromCodePoint(zero - 1))) zero--;
  return code - zero;
}
