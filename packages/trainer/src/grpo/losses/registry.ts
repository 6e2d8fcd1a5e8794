/** All policy losses by the name that a config gives; the schema takes its names from here. */

import { grpoLoss } from './grpo-loss.ts';
import { gspoLoss } from './gspo-loss.ts';
import type { LossFactory } from './loss.ts';
import { bnpo } from './trl/bnpo.ts';
import { cispo } from './trl/cispo.ts';
import { dapo } from './trl/dapo.ts';
import { drGrpo } from './trl/dr-grpo.ts';
import { trlGrpo } from './trl/grpo.ts';
import { trlLoss } from './trl/variant.ts';

export const losses = {
  grpo: grpoLoss,
  gspo: gspoLoss,
  trl_grpo: trlLoss(trlGrpo),
  dr_grpo: trlLoss(drGrpo),
  dapo: trlLoss(dapo),
  bnpo: trlLoss(bnpo),
  cispo: trlLoss(cispo),
} satisfies Record<string, LossFactory>;

export type LossName = keyof typeof losses;

export const lossNames = Object.keys(losses) as LossName[]; // an object's own keys
