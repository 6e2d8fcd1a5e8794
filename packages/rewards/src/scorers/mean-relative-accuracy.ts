/**
 * Mean relative accuracy: how close a number is, averaged over ten tolerances.
 * Source: VSI-Bench (arXiv 2412.14171, section 3.3): mean over theta in {.5, .55, ..., .95} of
 * [|prediction - target| / target <= 1 - theta].
 */

const START = 0.5;
const END = 0.95;
const COUNT = 10;

/** The grid in the published arithmetic: rounding decides answers that lie exactly on a tolerance. */
const TOLERANCES = Array.from({ length: COUNT }, (_, i) => {
  const theta = i === COUNT - 1 ? END : i * ((END - START) / (COUNT - 1)) + START;
  return 1 - theta;
});

export interface RelativeErrorScale {
  /**
   * Smallest denominator, in the unit of the target. The published formula divides by the target, which is
   * undefined at zero and has the wrong sign below it; a signed quantity needs |target| and a floor.
   */
  readonly floor: number;
  /** Values that differ by this are the same (360 for a direction); null for quantities that do not wrap. */
  readonly period: number | null;
}

/** The published case: positive targets, no wrapping. */
export const PLAIN_SCALE: RelativeErrorScale = { floor: 0, period: null };

/**
 * Value in 0..1; equal to the published measure for a positive target and PLAIN_SCALE.
 * A zero target with a zero floor is matched by zero alone. Non-finite input gives 0.
 */
export function meanRelativeAccuracy(
  prediction: number,
  target: number,
  scale: RelativeErrorScale = PLAIN_SCALE,
): number {
  let difference = Math.abs(prediction - target);
  if (!Number.isFinite(difference)) return 0;
  if (scale.period !== null) {
    difference %= scale.period;
    difference = Math.min(difference, scale.period - difference);
  }
  const denominator = Math.max(Math.abs(target), scale.floor);
  const error =
    denominator === 0 ? (difference === 0 ? 0 : Number.POSITIVE_INFINITY) : difference / denominator;
  return shareWithinTolerances(error);
}

/** Share of the ten tolerances that hold a relative error; none holds NaN. */
export function shareWithinTolerances(error: number): number {
  return TOLERANCES.filter((tolerance) => error <= tolerance).length / COUNT;
}
