/** Corrects p values for the number of comparisons made (question kinds, model pairs). */

/** Holm's step-down adjustment, in the order of the input: bounds the chance of any false finding. Source: Holm 1979. */
export function holmAdjust(pValues: readonly number[]): number[] {
  const adjusted = new Array<number>(pValues.length).fill(1);
  let running = 0;
  for (const [rank, { p, index }] of ascending(pValues).entries()) {
    running = Math.max(running, Math.min(1, p * (pValues.length - rank)));
    adjusted[index] = running;
  }
  return adjusted;
}

/**
 * Benjamini and Hochberg's step-up adjustment, in the order of the input: bounds the expected share of false findings
 * among the findings; finds more than Holm where many kinds differ. Source: Benjamini and Hochberg 1995.
 */
export function benjaminiHochbergAdjust(pValues: readonly number[]): number[] {
  const adjusted = new Array<number>(pValues.length).fill(1);
  let running = 1;
  for (const [rank, { p, index }] of [...ascending(pValues).entries()].reverse()) {
    running = Math.min(running, (p * pValues.length) / (rank + 1));
    adjusted[index] = running;
  }
  return adjusted;
}

function ascending(pValues: readonly number[]): { readonly p: number; readonly index: number }[] {
  return pValues.map((p, index) => ({ p, index })).sort((a, b) => a.p - b.p);
}
