/** Answers that are a label of the relative motion. */
import type { MotionLabels, Side } from '@parallax/geometry';
import { motionOf } from '../../../scenes/motion.ts';
import type { QuestionGeometry } from '../../../schema.ts';
import type { Discarded, Solution } from '../../kind.ts';

export type MotionLabelName = keyof MotionLabels['margins'];

/** Label from the cameras, put into the words of the options; discarded in the dead band. */
export function solveLabel(
  geometry: QuestionGeometry,
  label: MotionLabelName,
  options: Readonly<Record<Side, string>>,
): Solution | Discarded {
  const { motion, labels } = motionOf(geometry);
  const side = labels[label];
  if (side === null) return { discarded: 'dead-band' };
  const per = motion.objectDistance > 0 ? 1 / motion.objectDistance : 0;
  const values: Record<MotionLabelName, number> = {
    egoTranslation: motion.translation.right * per,
    egoRotation: motion.yawDeg,
    objectCentricTranslation: motion.objectCentricRight * per,
  };
  return {
    answer: options[side],
    value: values[label],
    unit: label === 'egoRotation' ? 'degrees' : 'object-distances',
    margin: labels.margins[label],
  };
}
