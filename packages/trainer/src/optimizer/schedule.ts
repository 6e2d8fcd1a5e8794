/** Learning rate of a step: linear warm-up from 0, then constant, linear or cosine to a final share. */
import type { OptimizerConfig } from '../schema.ts';

/**
 * @param step 1-based. Step 1 of a warm-up already learns (peak / warmupSteps); transformers spends it at 0.
 * @param steps steps of the whole run; the last one has exactly `finalShare` of the peak.
 */
export function learningRateAt(config: OptimizerConfig, step: number, steps: number): number {
  const { learningRate: peak, warmupSteps, finalShare } = config;
  if (step < warmupSteps) return (peak * step) / warmupSteps;
  if (config.schedule === 'constant') return peak;
  const progress = Math.min(1, (step - warmupSteps) / Math.max(1, steps - warmupSteps));
  const share = config.schedule === 'linear' ? 1 - progress : (1 + Math.cos(Math.PI * progress)) / 2;
  return peak * (finalShare + (1 - finalShare) * share);
}
