/** 4x4 matrices: row-major readonly tuples, `m[4 * row + column]`; column vectors, so `a b` applies `b` first. */
import type { Mat4, Vec3 } from '../schema.ts';
import type { Mat3 } from './mat3.ts';

export type { Mat4 };

export const identityMat4: Mat4 = [1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1];

export function multiplyMat4(a: Mat4, b: Mat4): Mat4 {
  const out = new Array<number>(16);
  for (let row = 0; row < 4; row++) {
    for (let column = 0; column < 4; column++) {
      let sum = 0;
      for (let k = 0; k < 4; k++) sum += a[row * 4 + k]! * b[k * 4 + column]!;
      out[row * 4 + column] = sum;
    }
  }
  return out as unknown as Mat4; // Filled with exactly sixteen numbers above.
}

/** m applied to a point; the last row is taken as 0 0 0 1. */
export function transformPoint(m: Mat4, p: Vec3): Vec3 {
  return [
    m[0] * p[0] + m[1] * p[1] + m[2] * p[2] + m[3],
    m[4] * p[0] + m[5] * p[1] + m[6] * p[2] + m[7],
    m[8] * p[0] + m[9] * p[1] + m[10] * p[2] + m[11],
  ];
}

/** m applied to a direction: the translation is left out. */
export function transformDirection(m: Mat4, d: Vec3): Vec3 {
  return [
    m[0] * d[0] + m[1] * d[1] + m[2] * d[2],
    m[4] * d[0] + m[5] * d[1] + m[6] * d[2],
    m[8] * d[0] + m[9] * d[1] + m[10] * d[2],
  ];
}

/** Inverse of a rotation with a translation: [Rᵀ | -Rᵀ t]. Wrong for a matrix that scales or shears. */
export function invertRigid(m: Mat4): Mat4 {
  const [x, y, z] = [m[3], m[7], m[11]];
  return [
    m[0],
    m[4],
    m[8],
    -(m[0] * x + m[4] * y + m[8] * z),
    m[1],
    m[5],
    m[9],
    -(m[1] * x + m[5] * y + m[9] * z),
    m[2],
    m[6],
    m[10],
    -(m[2] * x + m[6] * y + m[10] * z),
    0,
    0,
    0,
    1,
  ];
}

export function rigidFrom(rotation: Mat3, translation: Vec3): Mat4 {
  const r = rotation;
  const t = translation;
  return [r[0], r[1], r[2], t[0], r[3], r[4], r[5], t[1], r[6], r[7], r[8], t[2], 0, 0, 0, 1];
}

export function rotationOf(m: Mat4): Mat3 {
  return [m[0], m[1], m[2], m[4], m[5], m[6], m[8], m[9], m[10]];
}

export function translationOf(m: Mat4): Vec3 {
  return [m[3], m[7], m[11]];
}

/** Column-major copy, as WebGL uniforms and three.js `Matrix4.fromArray` take it. */
export function columnMajor(m: Mat4): number[] {
  const out: number[] = [];
  for (let column = 0; column < 4; column++) {
    for (let row = 0; row < 4; row++) out.push(m[row * 4 + column]!);
  }
  return out;
}
