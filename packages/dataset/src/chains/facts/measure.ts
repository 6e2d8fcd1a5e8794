/** Measures geometry as facts state it; the writer and the verifier both read from here. */
import {
  cameraAxes,
  cameraCentre,
  length,
  normalize,
  rejectFrom,
  type Side,
  subtract,
  type Vec3,
} from '@parallax/geometry';
import { motionOf } from '../../scenes/motion.ts';
import { clearlyVisible, columnOf, rowOf } from '../../scenes/visibility.ts';
import type { QuestionGeometry, SceneObject } from '../../schema.ts';

/** Steps to which chains round angles. */
export const ANGLE_STEP_DEG = 5;

/** Column or row of the object in a view; null when it cannot be seen clearly there. */
export function gridPart(
  geometry: QuestionGeometry,
  object: SceneObject,
  view: number,
  axis: 'column' | 'row',
): number | null {
  const camera = geometry.cameras[view];
  if (camera === undefined) return null;
  const entry = clearlyVisible({ camera, visible: geometry.visible[view] ?? [] }, object.objectId);
  if (entry === undefined) return null;
  return (axis === 'column' ? columnOf : rowOf)(entry, camera.intrinsics).part;
}

/** Signed motion values over A's object distance, and angles, from the cameras alone. */
export function measureMotion(geometry: QuestionGeometry) {
  const { motion, thresholds } = motionOf(geometry);
  const per = motion.objectDistance > 0 ? 1 / motion.objectDistance : 0;
  return {
    baseline: motion.baseline * per,
    /** Metres, or units of the reconstruction. */
    objectDistance: motion.objectDistance,
    right: motion.translation.right * per,
    up: motion.translation.up * per,
    forward: motion.translation.forward * per,
    objectCentricRight: motion.objectCentricRight * per,
    yawDeg: motion.yawDeg,
    pitchDeg: motion.pitchDeg,
    rollDeg: motion.rollDeg,
    thresholds,
  };
}

export type Measured = ReturnType<typeof measureMotion>;

/** To the nearest step; a turn that is one must not round to none, so small ones go to the nearest degree. */
export function roundAngle(value: number, step: number): number {
  const rounded = Math.round(value / step) * step;
  if (rounded !== 0) return rounded;
  return Math.sign(value) * Math.max(1, Math.round(Math.abs(value)));
}

/** Positive / negative / none with a dead band: null between the bounds. */
export function signOutsideBand(value: number, none: number, min: number): 1 | -1 | 0 | null {
  const size = Math.abs(value);
  if (size > min) return value > 0 ? 1 : -1;
  return size < none ? 0 : null;
}

export function sideOf(sign: 1 | -1 | 0): Side {
  return sign === 0 ? 'none' : sign > 0 ? 'right' : 'left';
}

export function centreOf(object: SceneObject): Vec3 {
  const { min, max } = object.bounds;
  return [(min[0] + max[0]) / 2, (min[1] + max[1]) / 2, (min[2] + max[2]) / 2];
}

/**
 * Distance from the first camera to the object along the ground, so that tall things are not farther than low ones.
 * @param step metres along the camera's own level axes that the camera moves first.
 */
export function levelDistance(
  geometry: QuestionGeometry,
  object: SceneObject,
  step: { right: number; forward: number } = { right: 0, forward: 0 },
): number {
  const camera = geometry.cameras[0];
  if (camera === undefined) throw new RangeError('The question has no camera.');
  const up = normalize(geometry.up);
  const axes = cameraAxes(camera);
  const right = normalize(rejectFrom(axes.right, up));
  const forward = normalize(rejectFrom(axes.forward, up));
  const moved = cameraCentre(camera).map(
    (value, i) => value + step.right * (right[i] ?? 0) + step.forward * (forward[i] ?? 0),
  );
  const centre = centreOf(object);
  // map keeps the length of three that the type of the camera's centre promises.
  return length(rejectFrom(subtract(centre, moved as unknown as Vec3), up));
}

/** Angle from the first camera's axis to the object's centre about the camera's own up axis; right positive. */
export function bearingDeg(geometry: QuestionGeometry, object: SceneObject): number {
  const camera = geometry.cameras[0];
  if (camera === undefined) throw new RangeError('The question has no camera.');
  const { right, forward } = cameraAxes(camera);
  const offset = subtract(centreOf(object), cameraCentre(camera));
  const along = (axis: Vec3): number => axis[0] * offset[0] + axis[1] * offset[1] + axis[2] * offset[2];
  return (Math.atan2(along(right), along(forward)) * 180) / Math.PI;
}
