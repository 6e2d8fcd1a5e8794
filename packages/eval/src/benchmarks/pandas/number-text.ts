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
 * Value of a decimal in a table, null when it is none. The reader takes 17 digits and scales once, so the last bit may
 * differ from JavaScript's. Source: pandas' documented `float_precision=None`.
 */
export function pandasFloat(text: string): number | null {
  const trimmed = trimCSpace(text);
  const infinite = INFINITE.exec(trimmed);
  if (infinite !== null) return infinite[1] === '-' ? -Infinity : Infinity;
  const match = NUMBER.exec(trimmed);
  if (match === null) return null;
  const [whole, decimals] = [match[2] ?? '', match[3] ?? ''];
  if (whole === '' && decimals === '') return null;
  let value = 0;
  let exponent = Number(match[4] ?? 0) - decimals.length;
  const digits = (whole + decimals).replace(/^0+/, '');
  for (const digit of digits.slice(0, MOST_DIGITS)) value = value * 10 + Number(digit);
  exponent += Math.max(0, digits.length - MOST_DIGITS);
  if (exponent > MOST_EXPONENT) return null;
  value = exponent < 0 ? value / Number(`1e${-exponent}`) : value * Number(`1e${exponent}`);
  if (!Number.isFinite(value)) return null;
  return match[1] === '-' ? -value : value;
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
