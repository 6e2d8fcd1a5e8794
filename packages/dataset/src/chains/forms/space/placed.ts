/** An object as it stood while a view was taken, and where cameras are from it. */
import {
  add,
  cameraAxes,
  cameraCentre,
  cross,
  dot,
  length,
  multiplyMat3Vec3,
  normalize,
  rejectFrom,
  rotationAbout,
  scale,
  subtract,
  type Vec3,
} from '@parallax/geometry';
import type { QuestionGeometry, SceneObject } from '../../../schema.ts';
import { centreOf } from '../../facts/measure.ts';

/** The object of the scene's record, moved and turned where the view says so. */
export function placedIn(geometry: QuestionGeometry, object: SceneObject, view: number): SceneObject {
  const placement = geometry.moved?.[view]?.find((item) => item.objectId === object.objectId);
  if (placement === undefined) return object;
  const step = subtract(placement.position, object.position);
  const angle = ((placement.yawDeg - object.yawDeg) * Math.PI) / 180;
  const front =
    object.front === null
      ? null
      : multiplyMat3Vec3(rotationAbout(normalize(geometry.up), angle), object.front);
  const { min, max } = object.bounds;
  return { ...object, ...placement, front, bounds: { min: add(min, step), max: add(max, step) } };
}

/** From the camera to the object's middle along the ground, world units. */
export function levelOffset(geometry: QuestionGeometry, object: SceneObject, view: number): Vec3 | null {
  const camera = geometry.cameras[view];
  if (camera === undefined) return null;
  const up = normalize(geometry.up);
  return rejectFrom(subtract(centreOf(placedIn(geometry, object, view)), cameraCentre(camera)), up);
}

/** Level distance of the object from the view's camera; null without the view. */
export function distanceIn(geometry: QuestionGeometry, object: SceneObject, view: number): number | null {
  const offset = levelOffset(geometry, object, view);
  return offset === null ? null : length(offset);
}

/** Depth of the object's middle along the view's axis; null without the view. */
export function depthIn(geometry: QuestionGeometry, object: SceneObject, view: number): number | null {
  const camera = geometry.cameras[view];
  if (camera === undefined) return null;
  const offset = subtract(centreOf(placedIn(geometry, object, view)), cameraCentre(camera));
  return dot(offset, cameraAxes(camera).forward);
}

/** The object's own level axes; null without a front. Its right hand is front cross up. */
export function ownAxes(
  geometry: QuestionGeometry,
  object: SceneObject,
): { front: Vec3; right: Vec3 } | null {
  if (object.front === null) return null;
  const up = normalize(geometry.up);
  const front = normalize(rejectFrom(object.front, up));
  return length(front) === 0 ? null : { front, right: cross(front, up) };
}

/** Angle from `from` to `to` about the up axis, clockwise seen from above positive (to the right), degrees. */
export function turnToDeg(geometry: QuestionGeometry, from: Vec3, to: Vec3): number {
  const up = normalize(geometry.up);
  const [a, b] = [rejectFrom(from, up), rejectFrom(to, up)];
  return (-Math.atan2(dot(up, cross(a, b)), dot(a, b)) * 180) / Math.PI;
}

/** Half of the object's bounds along a unit direction: never less than the object's own. */
export function halfExtent({ bounds: { min, max } }: SceneObject, direction: Vec3): number {
  const half = scale(subtract(max, min), 0.5);
  return (
    Math.abs(direction[0] * half[0]) + Math.abs(direction[1] * half[1]) + Math.abs(direction[2] * half[2])
  );
}
