/** 3x3 matrices: row-major readonly tuples, `m[3 * row + column]`. */
import type { Vec3 } from '../schema.ts';

/** Row-major 3x3. */
export type Mat3 = readonly [number, number, number, number, number, number, number, number, number];

export const identityMat3: Mat3 = [1, 0, 0, 0, 1, 0, 0, 0, 1];

/** a b: `b` acts first on a column vector. */
export function multiplyMat3(a: Mat3, b: Mat3): Mat3 {
  return [
    a[0] * b[0] + a[1] * b[3] + a[2] * b[6],
    a[0] * b[1] + a[1] * b[4] + a[2] * b[7],
    a[0] * b[2] + a[1] * b[5] + a[2] * b[8],
    a[3] * b[0] + a[4] * b[3] + a[5] * b[6],
    a[3] * b[1] + a[4] * b[4] + a[5] * b[7],
    a[3] * b[2] + a[4] * b[5] + a[5] * b[8],
    a[6] * b[0] + a[7] * b[3] + a[8] * b[6],
    a[6] * b[1] + a[7] * b[4] + a[8] * b[7],
    a[6] * b[2] + a[7] * b[5] + a[8] * b[8],
  ];
}

export function transposeMat3(m: Mat3): Mat3 {
  return [m[0], m[3], m[6], m[1], m[4], m[7], m[2], m[5], m[8]];
}

/** m v, `v` as a column. */
export function multiplyMat3Vec3(m: Mat3, v: Vec3): Vec3 {
  return [
    m[0] * v[0] + m[1] * v[1] + m[2] * v[2],
    m[3] * v[0] + m[4] * v[1] + m[5] * v[2],
    m[6] * v[0] + m[7] * v[1] + m[8] * v[2],
  ];
}

export function determinantMat3(m: Mat3): number {
  return (
    m[0] * (m[4] * m[8] - m[5] * m[7]) -
    m[1] * (m[3] * m[8] - m[5] * m[6]) +
    m[2] * (m[3] * m[7] - m[4] * m[6])
  );
}

/** Inverse by cofactors; null when the determinant is zero or not finite. */
export function invertMat3(m: Mat3): Mat3 | null {
  const det = determinantMat3(m);
  if (det === 0 || !Number.isFinite(det)) return null;
  const s = 1 / det;
  return [
    (m[4] * m[8] - m[5] * m[7]) * s,
    (m[2] * m[7] - m[1] * m[8]) * s,
    (m[1] * m[5] - m[2] * m[4]) * s,
    (m[5] * m[6] - m[3] * m[8]) * s,
    (m[0] * m[8] - m[2] * m[6]) * s,
    (m[2] * m[3] - m[0] * m[5]) * s,
    (m[3] * m[7] - m[4] * m[6]) * s,
    (m[1] * m[6] - m[0] * m[7]) * s,
    (m[0] * m[4] - m[1] * m[3]) * s,
  ];
}

/** Right-handed rotation by `angle` radians about a unit axis (Rodrigues' formula). */
export function rotationAbout(axis: Vec3, angle: number): Mat3 {
  const [x, y, z] = axis;
  const c = Math.cos(angle);
  const s = Math.sin(angle);
  const t = 1 - c;
  return [
    t * x * x + c,
    t * x * y - s * z,
    t * x * z + s * y,
    t * x * y + s * z,
    t * y * y + c,
    t * y * z - s * x,
    t * x * z - s * y,
    t * y * z + s * x,
    t * z * z + c,
  ];
}

/** Largest |entry| of mᵀm - I: 0 for a rotation or a reflection. Tell those apart by the determinant's sign. */
export function orthogonalityError(m: Mat3): number {
  const product = multiplyMat3(transposeMat3(m), m);
  let worst = 0;
  for (let i = 0; i < 9; i++) worst = Math.max(worst, Math.abs(product[i]! - identityMat3[i]!));
  return worst;
}

/**
 * Nearest rotation to a matrix that is nearly one (rounded text, float32 files), by Newton's iteration for the
 * polar factor: X <- (X + X^-T) / 2, which converges quadratically. Null for a singular or mirrored matrix.
 *
 * Source: Higham, "Computing the polar decomposition", 1986.
 */
export function nearestRotation(m: Mat3): Mat3 | null {
  if (!(determinantMat3(m) > 0)) return null;
  let x = m;
  for (let iteration = 0; iteration < 30; iteration++) {
    const inverse = invertMat3(x);
    if (inverse === null) return null;
    const y = transposeMat3(inverse);
    // A tuple of nine mapped entry by entry is still a tuple of nine.
    x = x.map((value, i) => (value + y[i]!) / 2) as unknown as Mat3;
    if (orthogonalityError(x) < 1e-14) break;
  }
  return x;
}
