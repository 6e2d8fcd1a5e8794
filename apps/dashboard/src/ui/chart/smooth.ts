/**
 * Exponential moving average of a curve, corrected at its start so that it does not lean towards zero.
 * @param weight 0 = as it is, near 1 = very smooth.
 */
export function smooth(values: readonly number[], weight: number): number[] {
  if (weight <= 0) return [...values];
  let [sum, mass] = [0, 0];
  return values.map((value) => {
    sum = weight * sum + (1 - weight) * value;
    mass = weight * mass + (1 - weight);
    return sum / mass;
  });
}
