/** TRL's `bnpo`: the mean over the tokens of each micro-batch on its own. */
import { ratioLoss } from './ratio-loss.ts';
import type { TrlVariant } from './variant.ts';

export const bnpo: TrlVariant = {
  evaluate: ratioLoss,
  weight: ({ tokens, accumulation }) => 1 / (Math.max(tokens, 1) * accumulation),
};
