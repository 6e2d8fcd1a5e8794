/**
 * What pandas makes of a column of a table: the harnesses score what it hands them, not what the file says.
 * Read off pandas 2.3 with its defaults: https://pandas.pydata.org/docs/reference/api/pandas.read_csv.html
 */
import { pandasFloat, pythonFloatText, trimCSpace } from './number-text.ts';

/** A missing value is null; a whole number is a bigint, so that it prints without ".0". */
export type PandasValue = string | number | bigint | boolean | null;

/** Texts that stand for a missing value. `none` and ` NA` are not among them. */
const MISSING = new Set([
  '',
  '#N/A',
  '#N/A N/A',
  '#NA',
  '-1.#IND',
  '-1.#QNAN',
  '-NaN',
  '-nan',
  '1.#IND',
  '1.#QNAN',
  '<NA>',
  'N/A',
  'NA',
  'NULL',
  'NaN',
  'None',
  'n/a',
  'nan',
  'null',
]);
const WHOLE = /^[+-]?\d+$/;
const LEAST = -(2n ** 63n);
const MOST = 2n ** 63n - 1n;
const MOST_UNSIGNED = 2n ** 64n - 1n;

export function isMissing(text: string): boolean {
  return MISSING.has(text);
}

/**
 * A column of only whole numbers is whole numbers; with blanks, or other numbers, all are floats; a column of only
 * true and false is booleans; else the texts stay.
 */
export function columnAsPandas(texts: readonly string[]): PandasValue[] {
  const present = texts.filter((text) => !isMissing(text));
  const filled = (make: (text: string) => PandasValue) =>
    texts.map((text) => (isMissing(text) ? null : make(text)));
  if (present.length === 0) return texts.map(() => null);
  const firstOther = present.findIndex((text) => !WHOLE.test(trimCSpace(text)));
  const whole = (firstOther < 0 ? present : present.slice(0, firstOther)).map((text) =>
    BigInt(trimCSpace(text).replace('+', '')),
  );
  const beyond = whole.some((value) => value < LEAST || value > MOST);
  if (firstOther < 0 && present.length === texts.length) {
    const unsigned = whole.every((value) => value >= 0n && value <= MOST_UNSIGNED);
    return beyond && !unsigned ? [...texts] : whole;
  }
  // A number too large for 64 bits, met before any other, ends pandas' attempt to read numbers.
  if (beyond) return filled((text) => text);
  const floats = present.map(pandasFloat);
  if (floats.every((value) => value !== null)) {
    let at = 0;
    return filled(() => floats[at++]!);
  }
  if (present.every((text) => /^(?:true|false)$/i.test(text))) {
    return filled((text) => text.toLowerCase() === 'true');
  }
  return filled((text) => text);
}

/** Python's `str(value)`; null stays null. */
export function valueText(value: PandasValue): string | null {
  if (value === null || typeof value === 'string') return value;
  if (typeof value === 'boolean') return value ? 'True' : 'False';
  return typeof value === 'bigint' ? String(value) : pythonFloatText(value);
}
