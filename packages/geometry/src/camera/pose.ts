/** Camera poses in the world: +X right, +Y up, looking down -Z (three.js, glTF). */
import { cross, dot, normalize, rejectFrom, scale, subtract } from '../linalg/vec3.ts';
import type { Camera, Mat4, Vec3 } from '../schema.ts';

export interface LookAtOptions {
  readonly position: Vec3;
  readonly target: Vec3;
  /** World direction that points up in the picture; +Y if not given. */
  readonly up?: Vec3;
  /** Turn about the viewing axis; positive = clockwise, the camera's right side goes down. */
  readonly rollDeg?: number;
}

const WORLD_AXES: readonly Vec3[] = [
  [0, 0, -1],
  [1, 0, 0],
];

/**
 * cameraToWorld of a camera at `position` that sees `target` in its middle. Where the viewing axis is parallel to
 * `up`, the picture's up is -Z of the world instead (or +X, where that is parallel as well).
 * @throws RangeError when position and target coincide.
 */
export function lookAt(options: LookAtOptions): Mat4 {
  const { position, target, up = [0, 1, 0], rollDeg = 0 } = options;
  const forward = normalize(subtract(target, position));
  if (dot(forward, forward) === 0) throw new RangeError('lookAt: position and target are the same point.');
  const level = levelRight(forward, [up, ...WORLD_AXES]);
  const upright = cross(level, forward);
  const roll = (rollDeg * Math.PI) / 180;
  const c = Math.cos(roll);
  const s = Math.sin(roll);
  const x = subtract(scale(level, c), scale(upright, s));
  const y = cross(x, forward); // z cross x with z = -forward.
  return fromAxes(x, y, scale(forward, -1), position);
}

/** The camera's centre in the world. */
export function cameraCentre(camera: Camera): Vec3 {
  const m = camera.cameraToWorld;
  return [m[3], m[7], m[11]];
}

/** The camera's own axes in the world, unit length. */
export function cameraAxes(camera: Camera): { right: Vec3; up: Vec3; forward: Vec3 } {
  const m = camera.cameraToWorld;
  return { right: [m[0], m[4], m[8]], up: [m[1], m[5], m[9]], forward: [-m[2], -m[6], -m[10]] };
}

function levelRight(forward: Vec3, ups: readonly Vec3[]): Vec3 {
  for (const up of ups) {
    const level = cross(forward, rejectFrom(normalize(up), forward));
    if (dot(level, level) > 1e-12) return normalize(level);
  }
  throw new RangeError('lookAt: no direction at right angles to the viewing axis.');
}

function fromAxes(x: Vec3, y: Vec3, z: Vec3, position: Vec3): Mat4 {
  const [px, py, pz] = position;
  return [x[0], y[0], z[0], px, x[1], y[1], z[1], py, x[2], y[2], z[2], pz, 0, 0, 0, 1];
}
