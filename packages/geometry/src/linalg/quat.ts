/** Quaternions in COLMAP's order [w, x, y, z]; a unit quaternion and its negative are the same rotation. */
import type { Mat3 } from './mat3.ts';

/** w, x, y, z. */
export type Quat = readonly [number, number, number, number];

/** Unit quaternion; null for zero length or a value that is not finite. */
export function normalizeQuat(q: Quat): Quat | null {
  const norm = Math.hypot(q[0], q[1], q[2], q[3]);
  if (!(norm > 0) || !Number.isFinite(norm)) return null;
  return [q[0] / norm, q[1] / norm, q[2] / norm, q[3] / norm];
}

/** Rotation matrix of a unit quaternion. */
export function mat3FromQuat(q: Quat): Mat3 {
  const [w, x, y, z] = q;
  return [
    1 - 2 * (y * y + z * z),
    2 * (x * y - w * z),
    2 * (x * z + w * y),
    2 * (x * y + w * z),
    1 - 2 * (x * x + z * z),
    2 * (y * z - w * x),
    2 * (x * z - w * y),
    2 * (y * z + w * x),
    1 - 2 * (x * x + y * y),
  ];
}

/**
 * Unit quaternion of a rotation matrix, with w >= 0. Of the four textbook formulas the one with the largest
 * divisor is used, so that no half turn loses precision.
 */
export function quatFromMat3(m: Mat3): Quat {
  const trace = m[0] + m[4] + m[8];
  let q: [number, number, number, number];
  if (trace >= Math.max(m[0], m[4], m[8])) {
    q = [1 + trace, m[7] - m[5], m[2] - m[6], m[3] - m[1]];
  } else if (m[0] >= m[4] && m[0] >= m[8]) {
    q = [m[7] - m[5], 1 + m[0] - m[4] - m[8], m[1] + m[3], m[2] + m[6]];
  } else if (m[4] >= m[8]) {
    q = [m[2] - m[6], m[1] + m[3], 1 - m[0] + m[4] - m[8], m[5] + m[7]];
  } else {
    q = [m[3] - m[1], m[2] + m[6], m[5] + m[7], 1 - m[0] - m[4] + m[8]];
  }
  const norm = Math.hypot(...q) * (q[0] < 0 ? -1 : 1);
  return [q[0] / norm, q[1] / norm, q[2] / norm, q[3] / norm];
}

/** Hamilton product: rotation `b` first, then `a`. */
export function multiplyQuat(a: Quat, b: Quat): Quat {
  return [
    a[0] * b[0] - a[1] * b[1] - a[2] * b[2] - a[3] * b[3],
    a[0] * b[1] + a[1] * b[0] + a[2] * b[3] - a[3] * b[2],
    a[0] * b[2] - a[1] * b[3] + a[2] * b[0] + a[3] * b[1],
    a[0] * b[3] + a[1] * b[2] - a[2] * b[1] + a[3] * b[0],
  ];
}
