/** Interval of a mean whose samples come in groups that share a scene: more honest than counting them one by one. */
import { studentQuantile } from '../quantiles.ts';
import { type Interval, wilsonInterval } from './wilson.ts';

export interface ClusteredMean {
  readonly mean: number;
  /** Cluster-robust standard error; 0 when every group has the same residual sum. */
  readonly standardError: number;
  readonly groups: number;
  /** Clamped to 0..1. */
  readonly interval: Interval;
}

/**
 * Mean of scores in 0..1 with a cluster-robust t interval (sandwich estimator with the small-sample factor
 * G/(G-1) * (N-1)/(N-1), G - 1 degrees of freedom), equal to statsmodels' OLS on a constant.
 * When the estimator has nothing to work with (one group, or no spread at all, as at 100 %) the Wilson interval
 * over the number of groups stands in: wide, never of zero width.
 * Source: Liang and Zeger 1986; Miller, "Adding Error Bars to Evals" (arXiv 2411.00640).
 */
export function clusteredInterval(
  values: readonly number[],
  groupIds: readonly string[],
  confidence = 0.95,
): ClusteredMean {
  const n = values.length;
  if (n === 0) return { mean: 0, standardError: 0, groups: 0, interval: [0, 1] };
  const mean = values.reduce((sum, value) => sum + value, 0) / n;
  const residuals = new Map<string, number>();
  for (const [i, value] of values.entries()) {
    const id = groupIds[i] ?? String(i);
    residuals.set(id, (residuals.get(id) ?? 0) + value - mean);
  }
  const groups = residuals.size;
  let squares = 0;
  for (const residual of residuals.values()) squares += residual * residual;
  const variance = groups > 1 ? (squares / (n * n)) * (groups / (groups - 1)) : 0;
  // Residual sums of a constant sample are rounding noise, not spread.
  const standardError = variance > 1e-24 ? Math.sqrt(variance) : 0;
  if (standardError === 0) {
    return { mean, standardError, groups, interval: wilsonInterval(mean * groups, groups, confidence) };
  }
  const half = studentQuantile(1 - (1 - confidence) / 2, groups - 1) * standardError;
  return { mean, standardError, groups, interval: [Math.max(0, mean - half), Math.min(1, mean + half)] };
}
