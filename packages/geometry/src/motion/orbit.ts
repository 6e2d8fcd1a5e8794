/** Angles about an axis through the object: azimuth and elevation of cameras on an orbit. */
import { cameraCentre } from '../camera/pose.ts';
import { cross, dot, length, normalize, rejectFrom, subtract } from '../linalg/vec3.ts';
import type { Camera, Vec3 } from '../schema.ts';

/**
 * Signed angle in (-180, 180] from direction `a` to direction `b`, both made level with respect to the unit `axis`;
 * counter-clockwise seen from the axis's tip positive. 0 when either has no level part.
 */
export function signedAngleAboutDeg(a: Vec3, b: Vec3, axis: Vec3): number {
  const levelA = rejectFrom(a, axis);
  const levelB = rejectFrom(b, axis);
  const angle = Math.atan2(dot(axis, cross(levelA, levelB)), dot(levelA, levelB));
  return (angle * 180) / Math.PI + 0; // + 0 turns -0 into 0.
}

/** Angle of the camera's centre above the level plane through `centre`, degrees in [-90, 90]. */
export function elevationDeg(camera: Camera, frame: { centre: Vec3; up: Vec3 }): number {
  const up = normalize(frame.up);
  const outward = subtract(cameraCentre(camera), frame.centre);
  return (Math.atan2(dot(outward, up), length(rejectFrom(outward, up))) * 180) / Math.PI;
}
