/** TRL's `grpo`: the mean over rows of each row's mean over tokens. Source: DeepSeekMath (arXiv 2402.03300), eq. 3. */
import { ratioLoss } from './ratio-loss.ts';
import type { TrlVariant } from './variant.ts';

export const trlGrpo: TrlVariant = {
  evaluate: ratioLoss,
  weight: ({ rowTokens, rows, accumulation }) => 1 / (Math.max(rowTokens, 1) * rows * accumulation),
};
