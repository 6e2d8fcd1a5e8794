/** Which parameters learn. */
import type { Variable } from '../backend/tf.ts';
import type { VisionLanguageModel } from '../model/index.ts';
import { inVisionTower } from '../model/vision-names.ts';

/** All parameters, or without the vision tower (its merger included) when that is frozen. */
export function trainableParameters(
  model: Pick<VisionLanguageModel, 'parameters'>,
  freezeVision: boolean,
): Map<string, Variable> {
  return new Map([...model.parameters].filter(([name]) => !(freezeVision && inVisionTower(name))));
}
