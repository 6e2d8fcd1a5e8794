/** Numbers as pandas reads them from text, and as Python writes them. */

const NUMBER = /^([+-]?)(\d*)(?:\.(\d*))?(?:[eE]([+-]?\d+))?$/;
const INFINITE = /^([+-]?)inf(?:inity)?$/i;
const C_SPACE = /^[\t-\r ]+|[\t-\r ]+$/g;
/** Powers of ten beyond these are refused by pandas' fast reader. */
const [LEAST_EXPONENT, MOST_EXPONENT] = [-1021, 1024];

export function trimCSpace(text: string): string {
  return text.replace(C_SPACE, '');
}

/**
 * Value of a decimal in a table, null when it is none. The reader scales by repeated division, so the last bit may
 * differ from JavaScript's; only what is printed of it matters here. Source: pandas' documented `float_precision=None`.
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
  for (const digit of whole + decimals) value = value * 10 + Number(digit);
  const exponent = Number(match[4] ?? 0) - decimals.length;
  if (exponent < LEAST_EXPONENT || exponent > MOST_EXPONENT) return null;
  let power = 10;
  for (let left = Math.abs(exponent); left > 0; left >>= 1) {
    if (left & 1) value = exponent < 0 ? value / power : value * power;
    power *= power;
  }
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
