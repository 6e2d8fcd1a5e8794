/** Scores a number: mean relative accuracy, or equality where the unit counts things. */
import type { ScorePart } from '../schema.ts';
import { meanRelativeAccuracy, PLAIN_SCALE, type RelativeErrorScale } from './mean-relative-accuracy.ts';

/**
 * Signed angles: |target| with a floor of 10 degrees, half of the smallest turn of the published set, so that a
 * true "no turn" of 0..2 degrees asks for an answer within half a degree to five degrees and not for a miracle.
 */
const SCALES: Readonly<Record<string, RelativeErrorScale>> = { degrees: { floor: 10, period: 360 } };

/** Units whose values are names of places or counts: near is not right. */
const EXACT_UNITS: ReadonlySet<string> = new Set(['column', 'row', 'count']);

/**
 * @param answer decimal number of the question.
 * @param given parsed decimal number, or null when nothing was parsed.
 * @param unit `geometry.unit` of the question; decides the scale (see above), null = plain.
 */
export function scoreNumber(answer: string, given: string | null, unit: string | null): ScorePart {
  const exact = unit !== null && EXACT_UNITS.has(unit);
  const name = exact ? 'exact-number' : 'mean-relative-accuracy';
  if (given === null) return { name, weight: 1, value: 0, reason: 'no number could be read' };
  if (exact) {
    const value = Number(given) === Number(answer) ? 1 : 0;
    return { name, weight: 1, value, reason: `${given} ${value === 1 ? 'equals' : 'is not'} ${answer}` };
  }
  const scale = SCALES[unit ?? ''] ?? PLAIN_SCALE;
  const value = meanRelativeAccuracy(Number(given), Number(answer), scale);
  return { name, weight: 1, value, reason: `${given} against ${answer}${unit === null ? '' : ` ${unit}`}` };
}
