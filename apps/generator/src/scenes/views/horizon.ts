/** How a camera stands against the horizon. */
import { type Camera, cameraAxes, cross, dot, normalize, type Vec3 } from '@parallax/geometry';

const UP: Vec3 = [0, 1, 0];

/** Degrees: the viewing axis above the horizon, the camera's right side below it; not for one that looks straight up or down. */
export function horizonOf(camera: Camera): { readonly tiltDeg: number; readonly rollDeg: number } {
  const { right, forward } = cameraAxes(camera);
  const level = normalize(cross(forward, UP));
  const degrees = 180 / Math.PI;
  return {
    tiltDeg: Math.asin(Math.min(1, Math.max(-1, dot(forward, UP)))) * degrees,
    rollDeg: Math.atan2(-dot(right, cross(level, forward)), dot(right, level)) * degrees,
  };
}
