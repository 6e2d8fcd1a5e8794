/** Every advantage, aggregation, policy loss, KL form and token log-probability of a GRPO golden folder. */
import type { Comparison } from '../compare.ts';
import type { GoldenFolder } from '../golden-folder.ts';
import { checkAdvantages } from './advantages.ts';
import { checkAggregation } from './aggregation.ts';
import { openGrpoGolden } from './grpo-golden.ts';
import { checkCombinedLoss, checkKlPenalties } from './kl-penalties.ts';
import { checkPolicyLosses } from './policy-losses.ts';
import { checkTokenLogprobs } from './token-logprobs.ts';
import { checkTrlLosses } from './trl-losses.ts';

export function* verifyGrpo(folder: GoldenFolder): Generator<Comparison> {
  const golden = openGrpoGolden(folder);
  yield* checkAdvantages(golden);
  yield* checkAggregation(golden);
  yield* checkPolicyLosses(golden);
  yield* checkKlPenalties(golden);
  yield* checkCombinedLoss(golden);
  yield* checkTrlLosses(golden);
  yield* checkTokenLogprobs(golden);
}
