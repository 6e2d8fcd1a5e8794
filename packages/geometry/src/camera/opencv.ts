/**
 * The one place where OpenCV / COLMAP cameras (+X right, +Y down, +Z forward, stored world-to-camera) become
 * three.js ones (+X right, +Y up, looking down -Z, stored camera-to-world), and back. The world frame is untouched.
 */
import type { Mat3 } from '../linalg/mat3.ts';
import type { Mat4, Vec3 } from '../schema.ts';

/**
 * @param rotation world-to-camera, OpenCV axes.
 * @param translation with x_camera = R x_world + t, so that the centre is -Rᵀ t.
 * @returns three.js cameraToWorld: Rᵀ with its second and third column negated.
 */
export function cameraToWorldFromOpencv(rotation: Mat3, translation: Vec3): Mat4 {
  const r = rotation;
  const [tx, ty, tz] = translation;
  return [
    r[0],
    -r[3],
    -r[6],
    -(r[0] * tx + r[3] * ty + r[6] * tz),
    r[1],
    -r[4],
    -r[7],
    -(r[1] * tx + r[4] * ty + r[7] * tz),
    r[2],
    -r[5],
    -r[8],
    -(r[2] * tx + r[5] * ty + r[8] * tz),
    0,
    0,
    0,
    1,
  ];
}

/** The inverse of `cameraToWorldFromOpencv`. */
export function opencvFromCameraToWorld(cameraToWorld: Mat4): { rotation: Mat3; translation: Vec3 } {
  const m = cameraToWorld;
  const rotation: Mat3 = [m[0], m[4], m[8], -m[1], -m[5], -m[9], -m[2], -m[6], -m[10]];
  const [x, y, z] = [m[3], m[7], m[11]];
  const translation: Vec3 = [
    -(rotation[0] * x + rotation[1] * y + rotation[2] * z),
    -(rotation[3] * x + rotation[4] * y + rotation[5] * z),
    -(rotation[6] * x + rotation[7] * y + rotation[8] * z),
  ];
  return { rotation, translation };
}
