/** Labels of a relative motion, with a dead band in place of a bare threshold. */
import {
  type LabelThresholds,
  LabelThresholdsSchema,
  type MotionLabels,
  type RelativeMotion,
  type Side,
} from '../schema.ts';

/** Defaults of the design: 0.15 / 0.03 object distances, 8 / 2 degrees. */
export const defaultLabelThresholds: LabelThresholds = LabelThresholdsSchema.parse({});

/** Sine of the half angle of the cone about the vertical inside which "level direction to A" is not defined. */
const MIN_LEVEL_SHARE = 0.02;

/** Up to here a turn has a side: half a turn is reached by either way round. */
const HALF_TURN_DEG = 180;

/**
 * Left / right labels: a side above the upper threshold, "none" below the lower one, null (discard the pair) between.
 * Measured values: ego translation = sideways part of the motion in A's frame over A's object distance; ego rotation
 * = yaw, degrees; object-centric = sideways motion for the observer at the centre, over A's object distance.
 * Object-centric is also null where camera A is (within about one degree) straight above or below the centre, and
 * both translations are null for a camera in the object's centre. Ego rotation is null within the lower threshold of
 * half a turn, where left and right are one.
 * @throws RangeError when a lower threshold is not below its upper one.
 */
export function motionLabels(
  motion: RelativeMotion,
  thresholds: LabelThresholds = defaultLabelThresholds,
): MotionLabels {
  const { translationMin, translationNone, yawMinDeg, yawNoneDeg } = thresholds;
  if (translationNone >= translationMin || yawNoneDeg >= yawMinDeg) {
    throw new RangeError('Label thresholds: the "none" bound must be below the "min" bound.');
  }
  const { objectDistance, levelDistance } = motion;
  const undefinedScale = !(objectDistance > 0);
  const per = undefinedScale ? 0 : 1 / objectDistance;
  const ego = label(motion.translation.right * per, translationNone, translationMin);
  const rotation = label(motion.yawDeg, yawNoneDeg, yawMinDeg, HALF_TURN_DEG - yawNoneDeg);
  const object = label(motion.objectCentricRight * per, translationNone, translationMin);
  const overhead = undefinedScale || levelDistance < MIN_LEVEL_SHARE * objectDistance;
  return {
    egoTranslation: undefinedScale ? null : ego.side,
    egoRotation: rotation.side,
    objectCentricTranslation: overhead ? null : object.side,
    margins: {
      egoTranslation: ego.margin,
      egoRotation: rotation.margin,
      objectCentricTranslation: object.margin,
    },
  };
}

function label(
  value: number,
  none: number,
  min: number,
  max = Number.POSITIVE_INFINITY,
): { side: Side | null; margin: number } {
  const size = Math.abs(value);
  if (size >= max) return { side: null, margin: size - max };
  if (size > min) return { side: value > 0 ? 'right' : 'left', margin: Math.min(size - min, max - size) };
  if (size < none) return { side: 'none', margin: none - size };
  return { side: null, margin: Math.min(size - none, min - size) };
}
