/** TRL's `dapo`: the mean over all tokens of the optimizer step. Source: DAPO (arXiv 2503.14476), section 3.3. */
import { ratioLoss } from './ratio-loss.ts';
import type { TrlVariant } from './variant.ts';

export const dapo: TrlVariant = {
  evaluate: ratioLoss,
  weight: ({ batchTokens, accumulation, microBatchesPerRollout }) =>
    1 / ((batchTokens * accumulation) / microBatchesPerRollout),
};
