/** Vectors of three numbers as readonly tuples. Every operation returns a new value; nothing is written in place. */
import type { Vec3 } from '../schema.ts';

export type { Vec3 };

export function add(a: Vec3, b: Vec3): Vec3 {
  return [a[0] + b[0], a[1] + b[1], a[2] + b[2]];
}

/** a - b. */
export function subtract(a: Vec3, b: Vec3): Vec3 {
  return [a[0] - b[0], a[1] - b[1], a[2] - b[2]];
}

export function scale(a: Vec3, factor: number): Vec3 {
  return [a[0] * factor, a[1] * factor, a[2] * factor];
}

export function dot(a: Vec3, b: Vec3): number {
  return a[0] * b[0] + a[1] * b[1] + a[2] * b[2];
}

/** Right-handed: cross(x, y) = z. */
export function cross(a: Vec3, b: Vec3): Vec3 {
  return [a[1] * b[2] - a[2] * b[1], a[2] * b[0] - a[0] * b[2], a[0] * b[1] - a[1] * b[0]];
}

export function length(a: Vec3): number {
  return Math.hypot(a[0], a[1], a[2]);
}

export function distance(a: Vec3, b: Vec3): number {
  return Math.hypot(a[0] - b[0], a[1] - b[1], a[2] - b[2]);
}

/** Unit vector along `a`; the zero vector stays zero, so that a caller can tell "no direction" apart. */
export function normalize(a: Vec3): Vec3 {
  const norm = length(a);
  return norm > 0 ? [a[0] / norm, a[1] / norm, a[2] / norm] : [0, 0, 0];
}

/** Part of `a` at right angles to the unit vector `axis`. */
export function rejectFrom(a: Vec3, axis: Vec3): Vec3 {
  return subtract(a, scale(axis, dot(a, axis)));
}

/** Unsigned angle between two directions, degrees in [0, 180]. Stable near 0 and 180, unlike acos; 0 for a zero vector. */
export function angleBetweenDeg(a: Vec3, b: Vec3): number {
  return (Math.atan2(length(cross(a, b)), dot(a, b)) * 180) / Math.PI;
}

/** Component-wise mean of at least one vector. */
export function mean(vectors: readonly Vec3[]): Vec3 {
  let [x, y, z] = [0, 0, 0];
  for (const vector of vectors) {
    x += vector[0];
    y += vector[1];
    z += vector[2];
  }
  return [x / vectors.length, y / vectors.length, z / vectors.length];
}

export function isFiniteVec3(a: Vec3): boolean {
  return Number.isFinite(a[0]) && Number.isFinite(a[1]) && Number.isFinite(a[2]);
}
