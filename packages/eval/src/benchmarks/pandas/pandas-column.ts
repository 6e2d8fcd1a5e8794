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
/** What stands before the first character that is no digit. */
const LEADING_WHOLE = /^[+-]?\d+/;
export const LEAST = -(2n ** 63n);
export const MOST = 2n ** 63n - 1n;
export const MOST_UNSIGNED = 2n ** 64n - 1n;

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
  const blanks = present.length < texts.length;
  const kind = wholeNumbers(present, blanks);
  if (kind === 'untouched') return [...texts];
  if (kind === 'texts') return filled((text) => text);
  if (kind === 'whole') {
    return filled((text) => {
      const value = BigInt(trimCSpace(text).replace('+', ''));
      return blanks ? Number(value) : value;
    });
  }
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

/**
 * What comes of the attempt to read whole numbers. It ends at the first text that is none; one beyond 64 bits with a
 * sign before that starts another without a sign, in which a number with a minus is not looked at any further. Where
 * that fails for a blank or a minus beside a large number, not even the blanks are read.
 */
function wholeNumbers(
  present: readonly string[],
  blanks: boolean,
): 'whole' | 'texts' | 'untouched' | 'others' {
  const numbers = present.map((text) => {
    const trimmed = trimCSpace(text);
    const leading = LEADING_WHOLE.exec(trimmed)?.[0];
    return {
      negative: trimmed.startsWith('-'),
      whole: WHOLE.test(trimmed),
      value: leading === undefined ? null : BigInt(leading.replace('+', '')),
    };
  });
  const stop = numbers.find(
    ({ whole, value }) => !whole || (value !== null && (value < LEAST || value > MOST)),
  );
  const beyond = stop !== undefined && stop.value !== null && (stop.value < LEAST || stop.value > MOST);
  if (!beyond) return stop === undefined ? 'whole' : 'others';
  const unsignedStop = numbers.find(
    ({ negative, whole, value }) => !negative && (!whole || (value !== null && value > MOST_UNSIGNED)),
  );
  if (unsignedStop !== undefined) {
    return unsignedStop.value !== null && unsignedStop.value > MOST_UNSIGNED ? 'texts' : 'others';
  }
  const signed = numbers.some(({ negative }) => negative);
  const large = numbers.some(({ negative, value }) => !negative && value !== null && value > MOST);
  if (large && (signed || blanks)) return 'untouched';
  return signed ? 'texts' : 'whole';
}

/** Python's `str(value)`; null stays null. */
export function valueText(value: PandasValue): string | null {
  if (value === null || typeof value === 'string') return value;
  if (typeof value === 'boolean') return value ? 'True' : 'False';
  return typeof value === 'bigint' ? String(value) : pythonFloatText(value);
}
