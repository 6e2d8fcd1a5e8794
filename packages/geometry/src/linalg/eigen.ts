/** Eigenvalues and eigenvectors of a symmetric 3x3 matrix. */
import type { Vec3 } from '../schema.ts';
import type { Mat3 } from './mat3.ts';

export interface SymmetricEigen {
  /** Ascending. */
  readonly values: Vec3;
  /** Unit vectors, one per value; their signs are arbitrary. */
  readonly vectors: readonly [Vec3, Vec3, Vec3];
}

const SWEEPS = 50;
/** Squared share of the matrix that may be left off the diagonal: far below what doubles can tell. */
const NEGLIGIBLE = 1e-36;

/**
 * Cyclic Jacobi rotations: slower than closed formulas and accurate for nearly equal eigenvalues, which is where
 * an up axis is decided. Only the symmetric part's upper triangle is read.
 */
export function eigenSymmetric(m: Mat3): SymmetricEigen {
  const a = [
    [m[0], m[1], m[2]],
    [m[1], m[4], m[5]],
    [m[2], m[5], m[8]],
  ];
  const v = [
    [1, 0, 0],
    [0, 1, 0],
    [0, 0, 1],
  ];
  const size = m[0] ** 2 + m[4] ** 2 + m[8] ** 2 + 2 * (m[1] ** 2 + m[2] ** 2 + m[5] ** 2);
  for (let sweep = 0; sweep < SWEEPS; sweep++) {
    const off = a[0]![1]! ** 2 + a[0]![2]! ** 2 + a[1]![2]! ** 2;
    if (off <= NEGLIGIBLE * size) break;
    for (const [p, q] of [
      [0, 1],
      [0, 2],
      [1, 2],
    ] as const) {
      rotate(a, v, p, q);
    }
  }
  const order = [0, 1, 2].sort((i, j) => a[i]![i]! - a[j]![j]!);
  const column = (k: number): Vec3 => [v[0]![order[k]!]!, v[1]![order[k]!]!, v[2]![order[k]!]!];
  const value = (k: number): number => a[order[k]!]![order[k]!]!;
  return { values: [value(0), value(1), value(2)], vectors: [column(0), column(1), column(2)] };
}

/** One Jacobi rotation that makes a[p][q] zero; `v` collects the rotations. */
function rotate(a: number[][], v: number[][], p: number, q: number): void {
  const apq = a[p]![q]!;
  if (apq === 0) return;
  const theta = (a[q]![q]! - a[p]![p]!) / (2 * apq);
  const t = (theta >= 0 ? 1 : -1) / (Math.abs(theta) + Math.hypot(theta, 1));
  const c = 1 / Math.hypot(t, 1);
  const s = t * c;
  for (let k = 0; k < 3; k++) {
    const akp = a[k]![p]!;
    const akq = a[k]![q]!;
    a[k]![p] = c * akp - s * akq;
    a[k]![q] = s * akp + c * akq;
  }
  for (let k = 0; k < 3; k++) {
    const apk = a[p]![k]!;
    const aqk = a[q]![k]!;
    a[p]![k] = c * apk - s * aqk;
    a[q]![k] = s * apk + c * aqk;
    const vkp = v[k]![p]!;
    const vkq = v[k]![q]!;
    v[k]![p] = c * vkp - s * vkq;
    v[k]![q] = s * vkp + c * vkq;
  }
}
