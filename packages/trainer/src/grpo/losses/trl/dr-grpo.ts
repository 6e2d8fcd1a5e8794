/** TRL's `dr_grpo`: sums over tokens, divided by a constant. Source: Understanding R1-Zero-like training (arXiv 2503.20783). */
import { ratioLoss } from './ratio-loss.ts';
import type { TrlVariant } from './variant.ts';

export const drGrpo: TrlVariant = {
  evaluate: ratioLoss,
  weight: ({ rows, maxCompletionLength, accumulation }) => 1 / (rows * maxCompletionLength * accumulation),
};
