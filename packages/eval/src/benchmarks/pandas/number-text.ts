/** Numbers as pandas reads them from text, and as Python writes them. */

const NUMBER = /^([+-]?)(\d*)(?:\.(\d*))?(?:[eE]([+-]?\d+))?$/;
const INFINITE = /^([+-]?)inf(?:inity)?$/i;
const C_SPACE = /^[\t-\r ]+|[\t-\r ]+$/g;
/** Digits that pandas takes; later ones count as zeros. */
const MOST_DIGITS = 17;
const MOST_EXPONENT = 308;

export function trimCSpace(text: string): string {
  return text.replace(C_SPACE, '');
}

/**
 * Value of a decimal in a table, null when it is none. The reader takes the first 17 digits, leading zeros among them,
 * and scales once, so the last bits may differ from JavaScript's. Source: pandas' documented `float_precision=None`.
 */
export function pandasFloat(text: string): number | null {
  const infinite = INFINITE.exec(text);
  if (infinite !== null) return infinite[1] === '-' ? -Infinity : Infinity;
  const match = NUMBER.exec(trimCSpace(text));
  if (match === null) return null;
  const [whole, decimals] = [match[2] ?? '', match[3] ?? ''];
  if (whole === '' && decimals === '') return null;
  const digits = (whole + decimals).slice(0, MOST_DIGITS);
  let value = 0;
  for (const digit of digits) value = value * 10 + Number(digit);
  value = scaled(value, Number(match[4] ?? 0) + whole.length - digits.length);
  if (!Number.isFinite(value)) return null;
  return match[1] === '-' ? -value : value;
}

/** Infinite where the reader gives up. */
function scaled(value: number, exponent: number): number {
  if (exponent > MOST_EXPONENT) return Infinity;
  if (exponent > 0) return value * Number(`1e${exponent}`);
  if (exponent >= -MOST_EXPONENT) return value / Number(`1e${-exponent}`);
  return value / Number(`1e${-MOST_EXPONENT - exponent}`) / Number(`1e${MOST_EXPONENT}`);
}

/** Python's `str(float)`: "8.0", "1e-05", "1e+16", "inf". */
export function pythonFloatText(value: number): string {
  if (Number.isNaN(value)) return 'nan';
  if (!Number.isFinite(value)) return value > 0 ? 'inf' : '-inf';
  if (value === 0) return Object.is(value, -0) ? '-0.0' : '0.0';
  const [digits, power] = value.toExponential().split('e') as [string, string];
  const exponent = Number(power);
  if (exponent < -4 || exponent >= 16) {
    return `${digits}e${exponent < 0 ? '-' : '+'}${String(Math.abs(exponent)).padStart(2, '0')}`;
  }
  // Between the two bounds JavaScript writes small numbers with an exponent from 1e-7 on only.
  const text = String(value);
  return text.includes('.') ? text : `${text}.0`;
}
