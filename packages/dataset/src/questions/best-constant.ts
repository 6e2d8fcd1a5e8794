/** What a reader who sees nothing scores on an open number: the best single answer to all questions of a kind. */

/** Tolerances of mean relative accuracy: errors below 0.5, 0.45, ... 0.05 of the target. */
const LIMITS = Array.from({ length: 10 }, (_, i) => 0.5 - 0.05 * i);

/**
 * Mean relative accuracy of the best constant when answers lie evenly between the bounds (both above zero).
 * Used as the chance level of an open question; the data's own distribution may be narrower.
 * @throws RangeError when the bounds are not 0 < lo <= hi.
 */
export function bestConstantAccuracy(lo: number, hi: number): number {
  if (!(lo > 0 && hi >= lo)) throw new RangeError(`bestConstantAccuracy(${lo}, ${hi}): not 0 < lo <= hi.`);
  const targets = Array.from({ length: 101 }, (_, i) => lo + ((hi - lo) * i) / 100);
  const accuracy = (guess: number): number => {
    const hits = targets.map((target) => {
      const error = Math.abs(guess - target) / target;
      return LIMITS.filter((limit) => error <= limit).length / LIMITS.length;
    });
    return hits.reduce((sum, hit) => sum + hit, 0) / hits.length;
  };
  return Math.max(...targets.map(accuracy));
}
