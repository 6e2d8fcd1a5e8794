/** Where somebody stands and which way they face: the frame in which directions are told. Everything is level. */
import {
  boxCentre,
  boxSize,
  cameraAxes,
  cameraCentre,
  dot,
  length,
  normalize,
  rejectFrom,
  subtract,
  type Vec3,
} from '@parallax/geometry';
import { bearingFromDeg, levelDirection, levelGap } from '../../../scenes/level.ts';
import type { QuestionGeometry, SceneObject } from '../../../schema.ts';

export interface LevelFrame {
  readonly origin: Vec3;
  /** Unit, at right angles to the up axis. */
  readonly heading: Vec3;
  readonly up: Vec3;
}

/** Cosine of the least angle between a facing direction and the vertical: who looks straight down faces no side. */
const MOST_VERTICAL = 0.98;
/** Of the sum of two objects' half diagonals seen from above: nearer together, one has no direction from the other. */
const MIN_APART = 0.6;

/** Null when `facing` is zero or (nearly) vertical. */
export function levelFrame(origin: Vec3, facing: Vec3, up: Vec3): LevelFrame | null {
  const heading = levelDirection(facing, up);
  const vertical = Math.abs(dot(normalize(facing), normalize(up)));
  return heading === null || vertical > MOST_VERTICAL ? null : { origin, heading, up };
}

export function cameraFrame({ cameras: [camera], up }: QuestionGeometry): LevelFrame | null {
  return camera === undefined ? null : levelFrame(cameraCentre(camera), cameraAxes(camera).forward, up);
}

/** Standing at the object, facing where its own front faces; null without a front. */
export function ownFrame(object: SceneObject, up: Vec3): LevelFrame | null {
  return object.front === null ? null : levelFrame(boxCentre(object.bounds), object.front, up);
}

/** Standing at one object, facing another, whatever their heights. */
export function standingFrame(at: SceneObject, facing: SceneObject, up: Vec3): LevelFrame | null {
  const origin = boxCentre(at.bounds);
  return levelFrame(origin, rejectFrom(subtract(boxCentre(facing.bounds), origin), normalize(up)), up);
}

/** Direction of an object's middle, clockwise from straight ahead seen from above, degrees in [-180, 180]. */
export function bearingDeg(frame: LevelFrame, object: SceneObject): number {
  return headingDeg(frame, subtract(boxCentre(object.bounds), frame.origin));
}

/** A direction in the world, clockwise from straight ahead seen from above, degrees in [-180, 180]. */
export function headingDeg({ heading, up }: LevelFrame, direction: Vec3): number {
  return bearingFromDeg(heading, direction, up);
}

/** True when the two stand far enough apart on the ground for one to lie in a direction from the other. */
export function standApart(a: SceneObject, b: SceneObject, up: Vec3): boolean {
  const axis = normalize(up);
  const halfDiagonal = ({ bounds }: SceneObject): number => length(rejectFrom(boxSize(bounds), axis)) / 2;
  const apart = levelGap(boxCentre(a.bounds), boxCentre(b.bounds), up);
  return apart > MIN_APART * (halfDiagonal(a) + halfDiagonal(b));
}
