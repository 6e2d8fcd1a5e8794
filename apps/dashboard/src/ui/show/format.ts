/** Numbers for people. */

/** 0.8354 -> "83.5". */
export function percent(share: number): string {
  return (share * 100).toFixed(1);
}

/** 12345 -> "12,345". */
export function count(value: number): string {
  return value.toLocaleString('en-US');
}

/** About four figures, whatever the size. */
export function short(value: number): string {
  const size = Math.abs(value);
  if (value === 0) return '0';
  if (Number.isInteger(value) && size < 1e6) return count(value);
  if (size >= 1e5 || size < 1e-3) return value.toExponential(2).replace('e+', 'e');
  return String(Number(value.toPrecision(4)));
}

/** With sign and a true minus: +12.3, −4.0. */
export function signed(value: number, digits: number): string {
  const text = Math.abs(value).toFixed(digits);
  return Number(text) === 0 ? text : `${value < 0 ? '−' : '+'}${text}`;
}

/** 0.0123 -> "0.012", 0.0000123 -> "1.2e-5". */
export function pValue(p: number): string {
  return p !== 0 && p < 0.001 ? p.toExponential(1) : p.toFixed(3);
}

/** First figures of a digest. */
export function digestHead(digest: string): string {
  return digest.slice(0, 10);
}

export function seconds(value: number): string {
  if (value < 60) return `${value.toFixed(1)} s`;
  const minutes = Math.floor(value / 60);
  return minutes < 60
    ? `${minutes} min ${Math.round(value % 60)} s`
    : `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}

/** "ego-translation" -> "ego translation". */
export function words(kind: string): string {
  return kind.replaceAll('-', ' ');
}
