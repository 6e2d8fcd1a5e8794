/** Would one of k answers be right? From more answers than k, without the bias of trying k only. */
import { type ClusteredMean, clusteredInterval } from './clustered.ts';

/**
 * 1 - C(n - c, k) / C(n, k): the share of draws of `k` of `total` answers that hold a right one.
 * @throws RangeError unless 0 <= right <= total and 1 <= k <= total
 * Source: Chen et al. 2021 (HumanEval, arXiv 2107.03374), equation 1, in the product form that cannot overflow.
 */
export function passAtK(total: number, right: number, k: number): number {
  if (!(k >= 1 && k <= total && right >= 0 && right <= total)) {
    throw new RangeError(`passAtK(${total}, ${right}, ${k}): needs 0 <= right <= total and 1 <= k <= total.`);
  }
  if (total - right < k) return 1;
  let none = 1;
  for (let i = total - right + 1; i <= total; i++) none *= 1 - k / i;
  return 1 - none;
}

export interface RepeatedItem {
  readonly total: number;
  readonly right: number;
  readonly groupId: string;
}

/** Mean over the items with its cluster-robust interval; items differ in difficulty, which is the spread that counts. */
export function passAtKInterval(items: readonly RepeatedItem[], k: number, confidence = 0.95): ClusteredMean {
  return clusteredInterval(
    items.map(({ total, right }) => passAtK(total, right, k)),
    items.map(({ groupId }) => groupId),
    confidence,
  );
}
