/**
 * Estimators of the KL divergence to the reference policy, per token, with their derivative in log_prob.
 * d = log_prob - ref_log_prob.
 *   k1 = d    abs = |d|    k2 = d^2 / 2    k3 = exp(-d) + d - 1 (low variance, never negative)
 * k3 clamps -d to +-20 and the result to +-10; at a clamp the derivative is 0. A trailing "+" keeps the value and
 * takes the derivative of k2, which is the unbiased gradient of the divergence.
 * `k3-unclamped` is TRL's form.
 *
 * Source: verl `kl_penalty`; Schulman, "Approximating KL divergence".
 */

export const klEstimators = ['k1', 'abs', 'k2', 'k3', 'k3-unclamped', 'k1+', 'abs+', 'k3+'] as const;
export type KlEstimator = (typeof klEstimators)[number];

export interface TokenValues {
  readonly values: Float64Array;
  /** d value / d log_prob of the same token. */
  readonly gradient: Float64Array;
}

export function klPenalty(
  estimator: KlEstimator,
  logprobs: ArrayLike<number>,
  referenceLogprobs: ArrayLike<number>,
): TokenValues {
  const values = new Float64Array(logprobs.length);
  const gradient = new Float64Array(logprobs.length);
  const straightThrough = estimator.endsWith('+');
  const base = straightThrough ? estimator.slice(0, -1) : estimator;
  for (let i = 0; i < values.length; i++) {
    const d = logprobs[i]! - referenceLogprobs[i]!;
    const [value, slope] = onePenalty(base, d);
    values[i] = value;
    gradient[i] = straightThrough ? d : slope;
  }
  return { values, gradient };
}

function onePenalty(base: string, d: number): [value: number, slope: number] {
  switch (base) {
    case 'k1':
      return [d, 1];
    case 'abs':
      return [Math.abs(d), Math.sign(d)];
    case 'k2':
      return [(d * d) / 2, d];
    case 'k3-unclamped':
      return [Math.exp(-d) + d - 1, 1 - Math.exp(-d)];
    default: {
      const clamped = Math.min(20, Math.max(-20, -d));
      const value = Math.exp(clamped) - clamped - 1;
      const flat = clamped !== -d || value > 10;
      return [Math.min(10, value), flat ? 0 : 1 - Math.exp(clamped)];
    }
  }
}
