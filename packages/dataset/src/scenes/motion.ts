/** Motion and labels derived from a question's two cameras alone, whatever its record says of them. */
import {
  type LabelThresholds,
  LabelThresholdsSchema,
  type MotionLabels,
  motionLabels,
  type RelativeMotion,
  relativeMotion,
} from '@parallax/geometry';
import type { QuestionGeometry } from '../schema.ts';

/** @throws RangeError when the question has one camera only. */
export function motionOf(geometry: QuestionGeometry): {
  motion: RelativeMotion;
  labels: MotionLabels;
  thresholds: LabelThresholds;
} {
  const [a, b] = geometry.cameras;
  if (a === undefined || b === undefined) throw new RangeError('A relative motion needs two cameras.');
  const thresholds = LabelThresholdsSchema.parse(geometry.parameters['thresholds'] ?? {});
  const motion = relativeMotion(a, b, { centre: geometry.centre, up: geometry.up });
  return { motion, labels: motionLabels(motion, thresholds), thresholds };
}
