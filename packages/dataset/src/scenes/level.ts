/** Directions on level ground: headings and bearings about the up axis, whatever the camera's pitch and roll. */
import {
  type Camera,
  cameraAxes,
  cross,
  dot,
  length,
  normalize,
  rejectFrom,
  subtract,
  type Vec3,
} from '@parallax/geometry';

/** Shorter level vectors than this, in world units, have no direction. */
const NO_DIRECTION = 1e-6;

/** Level direction of a camera's view; null when it looks straight up or down. */
export function headingOf(camera: Camera, up: Vec3): Vec3 | null {
  return levelDirection(cameraAxes(camera).forward, up);
}

/** Level part of a vector at unit length; null when there is none. */
export function levelDirection(vector: Vec3, up: Vec3): Vec3 | null {
  const level = rejectFrom(vector, normalize(up));
  return length(level) > NO_DIRECTION ? normalize(level) : null;
}

/** Distance of two points along the ground, world units. */
export function levelGap(a: Vec3, b: Vec3, up: Vec3): number {
  return length(rejectFrom(subtract(a, b), normalize(up)));
}

/** Angle from a level heading to a direction, about the up axis: (-180, 180], to the right positive. */
export function bearingFromDeg(heading: Vec3, direction: Vec3, up: Vec3): number {
  const right = cross(heading, normalize(up));
  return (Math.atan2(dot(right, direction), dot(heading, direction)) * 180) / Math.PI;
}

/** The same angle in (-180, 180]. */
export function wrapDeg(angleDeg: number): number {
  const wrapped = ((((angleDeg + 180) % 360) + 360) % 360) - 180;
  return wrapped === -180 ? 180 : wrapped;
}
