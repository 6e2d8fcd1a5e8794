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

/**
 * An audit's limit with the side that is allowed: "≤ 0.15", "≥ 0.001". The record does not say which; the verdict on
 * the value does. A line that was not judged shows the number alone.
 */
export function limit(verdict: 'pass' | 'fail' | 'skipped', value: number, threshold: number): string {
  if (verdict === 'skipped') return short(threshold);
  const atMost = verdict === 'pass' ? value <= threshold : value > threshold;
  return `${atMost ? '≤' : '≥'} ${short(threshold)}`;
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

/** 42.5 s, 3 min 3 s, 1 h 12 min. */
export function seconds(value: number): string {
  if (value < 59.95) return `${value.toFixed(1)} s`;
  // Rounded first: 179.7 s are 3 min 0 s, not 2 min 60 s.
  const whole = Math.round(value);
  const minutes = Math.floor(whole / 60);
  return minutes < 60
    ? `${minutes} min ${whole % 60} s`
    : `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}

/** "ego-translation" -> "ego translation". */
export function words(kind: string): string {
  return kind.replaceAll('-', ' ');
}
