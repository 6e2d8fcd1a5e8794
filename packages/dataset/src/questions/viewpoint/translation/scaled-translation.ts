/** How far the camera moved, in units of the first camera's distance to the object. */
import type { CameraVector } from '@parallax/geometry';
import { motionOf } from '../../../scenes/motion.ts';
import type { QuestionGeometry } from '../../../schema.ts';
import type { Discarded } from '../../kind.ts';
import type { Band } from '../answers/signed-solution.ts';

export interface ScaledTranslation extends CameraVector {
  readonly baseline: number;
  /** Dead band of the pair's labels. */
  readonly band: Band;
}

/** In the first camera's own frame; discarded for a camera in the object's centre, where nothing is to be scaled by. */
export function scaledTranslation(geometry: QuestionGeometry): ScaledTranslation | Discarded {
  const { motion, thresholds } = motionOf(geometry);
  const { translation, baseline, objectDistance } = motion;
  if (!(objectDistance > 0)) return { discarded: 'no-object-distance' };
  return {
    right: translation.right / objectDistance,
    up: translation.up / objectDistance,
    forward: translation.forward / objectDistance,
    baseline: baseline / objectDistance,
    band: { none: thresholds.translationNone, min: thresholds.translationMin },
  };
}
