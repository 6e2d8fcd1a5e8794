/** What moved between two photos: the camera, objects, or both. Read from the placements that each view records. */
import { add, boxesOverlap, cameraCentre, distance, length, subtract, type Vec3 } from '@parallax/geometry';
import { centreOf } from '../../../chains/facts/measure.ts';
import { motionOf } from '../../../scenes/motion.ts';
import type { QuestionGeometry, SceneObject } from '../../../schema.ts';
import { askable } from '../../geometry.ts';

/** Least displacement of an object that counts, as a share of its distance to the first camera. */
export const MIN_SHARE = 0.1;

/** Objects that could walk or be carried; pillars and parts of the room stay. */
const MOVABLE: ReadonlySet<SceneObject['role']> = new Set(['subject', 'bystander', 'agent']);

/** Could walk or be carried. */
export function isMovable({ role }: SceneObject): boolean {
  return MOVABLE.has(role);
}

/** An object whose foot is higher than this above the lowest one stands on another, and cannot go far. */
const ON_FLOOR = 0.02;

/**
 * Objects that could have moved, clearly visible in both photos and named without doubt. What lies on a table or holds
 * other things is never moved: to offer it as an answer would make the others likelier. Asked of whole scenes only.
 */
export function movableObjects(geometry: QuestionGeometry): SceneObject[] {
  const floor = Math.min(...geometry.objects.map(({ bounds }) => bounds.min[1]));
  const lifted = geometry.objects.filter(({ bounds }) => bounds.min[1] > floor + ON_FLOOR);
  return askable(geometry).filter(
    (object) =>
      isMovable(object) &&
      !lifted.includes(object) &&
      !lifted.some((other) => boxesOverlap(object.bounds, other.bounds, 0.1)),
  );
}

/** Middle of an object's bounds while a view was taken. */
export function centreIn(geometry: QuestionGeometry, object: SceneObject, view: number): Vec3 {
  const placement = geometry.moved?.[view]?.find(({ objectId }) => objectId === object.objectId);
  const centre = centreOf(object);
  return placement === undefined ? centre : add(centre, subtract(placement.position, object.position));
}

/** The way of an object from the first photo to the second, world frame, world units. */
export function displacementOf(geometry: QuestionGeometry, object: SceneObject): Vec3 {
  return subtract(centreIn(geometry, object, 1), centreIn(geometry, object, 0));
}

/** Displacement over the first camera's distance to the object. */
export function displacementShare(geometry: QuestionGeometry, object: SceneObject): number {
  const eye = cameraCentre(geometry.cameras[0]!);
  return length(displacementOf(geometry, object)) / distance(eye, centreIn(geometry, object, 0));
}

/** All objects, askable or not, that stand elsewhere in the second photo. */
export function displacedObjects(geometry: QuestionGeometry): SceneObject[] {
  return geometry.objects.filter((object) => length(displacementOf(geometry, object)) > 0);
}

/**
 * Whether the camera moved or turned from the first photo to the second.
 * @returns `moved: null` in the dead band; `margin` is the distance to it, of the label's lower bound.
 */
export function cameraMove(geometry: QuestionGeometry): { moved: boolean | null; margin: number } {
  const { motion, thresholds } = motionOf(geometry);
  const turned = Math.max(...[motion.yawDeg, motion.pitchDeg, motion.rollDeg].map(Math.abs));
  const most = Math.max(motion.distance / thresholds.translationMin, turned / thresholds.yawMinDeg);
  const still = Math.max(motion.distance / thresholds.translationNone, turned / thresholds.yawNoneDeg);
  if (most > 1) return { moved: true, margin: most - 1 };
  return still < 1 ? { moved: false, margin: 1 - still } : { moved: null, margin: 0 };
}
