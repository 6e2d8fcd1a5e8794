/** Differences of shares, in points. */
import type { Interval } from '../../statistics/intervals/wilson.ts';
import { percent } from './metrics-table.ts';

/** "+3.2", "−0.4", "0.0". */
export function signedPoints(share: number): string {
  const text = percent(Math.abs(share));
  return text === '0.0' ? text : `${share > 0 ? '+' : '\u2212'}${text}`;
}

export function pointsInterval([low, high]: Interval): string {
  return `${signedPoints(low)} to ${signedPoints(high)}`;
}
