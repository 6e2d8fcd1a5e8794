/**
 * Lens distortion of COLMAP's camera models, both ways, on the plane z = 1 of an OpenCV camera (x right, y down).
 *
 * Source: COLMAP's documentation, "Camera Models", and OpenCV's "Camera Calibration and 3D Reconstruction" and
 * "Fisheye camera model"; FOV: Devernay and Faugeras, 2001. Fisheye models take the angle of the ray from its tangent,
 * so they cover less than 180 degrees.
 */
import type { Lens } from './lens.ts';

export interface PlanePoint {
  readonly u: number;
  readonly v: number;
}

/** Where an ideal pinhole's point (u, v) really falls: divide by z first, multiply by f and add c after. */
export function distort(lens: Lens, u: number, v: number): PlanePoint {
  const k = lens.coefficients;
  const r2 = u * u + v * v;
  switch (lens.model) {
    case 'SIMPLE_PINHOLE':
    case 'PINHOLE':
      return { u, v };
    case 'SIMPLE_RADIAL':
    case 'RADIAL':
      return scaled(u, v, 1 + r2 * (k[0]! + r2 * (k[1] ?? 0)));
    case 'OPENCV':
      return tangential(u, v, 1 + r2 * (k[0]! + r2 * k[1]!), k[2]!, k[3]!);
    case 'FULL_OPENCV': {
      const above = 1 + r2 * (k[0]! + r2 * (k[1]! + r2 * k[4]!));
      const below = 1 + r2 * (k[5]! + r2 * (k[6]! + r2 * k[7]!));
      return tangential(u, v, above / below, k[2]!, k[3]!);
    }
    case 'FOV':
      return scaled(u, v, fovFactor(k[0]!, Math.sqrt(r2)));
    case 'OPENCV_FISHEYE':
    case 'SIMPLE_RADIAL_FISHEYE':
    case 'RADIAL_FISHEYE': {
      const t = thetaOverRadius(r2);
      const t2 = t * t * r2;
      const polynomial = 1 + t2 * (k[0]! + t2 * ((k[1] ?? 0) + t2 * ((k[2] ?? 0) + t2 * (k[3] ?? 0))));
      return scaled(u, v, t * polynomial);
    }
    case 'THIN_PRISM_FISHEYE': {
      const t = thetaOverRadius(r2);
      const [a, b, t2] = [u * t, v * t, t * t * r2];
      const radial = 1 + t2 * (k[0]! + t2 * (k[1]! + t2 * (k[4]! + t2 * k[5]!)));
      const bent = tangential(a, b, radial, k[2]!, k[3]!);
      return { u: bent.u + k[6]! * t2, v: bent.v + k[7]! * t2 };
    }
  }
}

const MAX_STEPS = 100;
const TOLERANCE = 1e-12;

/**
 * The ideal pinhole's point that falls on (x, y): the inverse of `distort` by Newton's method with halved steps.
 * Null where there is none: a strong lens folds over beyond some radius, and no ray reaches the pixels behind it.
 */
export function undistort(lens: Lens, x: number, y: number): PlanePoint | null {
  let point = start(lens, x, y);
  let error = misfit(lens, point, x, y);
  const goal = TOLERANCE * (1 + Math.hypot(x, y));
  for (let step = 0; step < MAX_STEPS && error > goal; step++) {
    const { a, b, c, d } = jacobian(lens, point);
    const det = a * d - b * c;
    if (!(det > 0)) return null;
    const at = distort(lens, point.u, point.v);
    const du = (d * (x - at.u) - b * (y - at.v)) / det;
    const dv = (a * (y - at.v) - c * (x - at.u)) / det;
    let [factor, moved] = [1, point];
    let next = Number.POSITIVE_INFINITY;
    for (let halving = 0; halving < 40 && !(next < error); halving++, factor /= 2) {
      moved = { u: point.u + factor * du, v: point.v + factor * dv };
      next = misfit(lens, moved, x, y);
    }
    if (!(next < error)) break; // As near as doubles get, or stuck: the check below tells.
    [point, error] = [moved, next];
  }
  return error < 1e-9 * (1 + Math.hypot(x, y)) && isUnfolded(lens, point) ? point : null;
}

/** True when the lens is one to one around (u, v): false beyond the radius at which it folds over. */
export function isUnfolded(lens: Lens, point: PlanePoint): boolean {
  const { a, b, c, d } = jacobian(lens, point);
  return a * d - b * c > 0 && a + d > 0;
}

export function hasDistortion(lens: Lens): boolean {
  if (lens.model === 'SIMPLE_PINHOLE' || lens.model === 'PINHOLE') return false;
  // The fisheye models bend rays even where all their coefficients are zero.
  return lens.model.includes('FISHEYE') || lens.coefficients.some((value) => value !== 0);
}

function start(lens: Lens, x: number, y: number): PlanePoint {
  if (!lens.model.includes('FISHEYE')) return { u: x, v: y };
  const radius = Math.hypot(x, y);
  if (radius < 1e-9) return { u: x, v: y };
  const factor = Math.tan(Math.min(radius, 1.5)) / radius;
  return { u: x * factor, v: y * factor };
}

function misfit(lens: Lens, point: PlanePoint, x: number, y: number): number {
  const at = distort(lens, point.u, point.v);
  return Math.hypot(at.u - x, at.v - y);
}

/** Central differences: [[du'/du, du'/dv], [dv'/du, dv'/dv]] = [[a, b], [c, d]]. */
function jacobian(lens: Lens, { u, v }: PlanePoint): { a: number; b: number; c: number; d: number } {
  const h = 1e-6 * (1 + Math.hypot(u, v));
  const [right, left] = [distort(lens, u + h, v), distort(lens, u - h, v)];
  const [down, above] = [distort(lens, u, v + h), distort(lens, u, v - h)];
  const per = 1 / (2 * h);
  return {
    a: (right.u - left.u) * per,
    b: (down.u - above.u) * per,
    c: (right.v - left.v) * per,
    d: (down.v - above.v) * per,
  };
}

function scaled(u: number, v: number, factor: number): PlanePoint {
  return { u: u * factor, v: v * factor };
}

/** Radial factor with OpenCV's tangential terms p1, p2. */
function tangential(u: number, v: number, factor: number, p1: number, p2: number): PlanePoint {
  const r2 = u * u + v * v;
  return {
    u: u * factor + 2 * p1 * u * v + p2 * (r2 + 2 * u * u),
    v: v * factor + 2 * p2 * u * v + p1 * (r2 + 2 * v * v),
  };
}

/** atan(r) / r, with its limit 1 at the axis. */
function thetaOverRadius(r2: number): number {
  if (r2 < 1e-12) return 1 - r2 / 3;
  const r = Math.sqrt(r2);
  return Math.atan(r) / r;
}

/** atan(2 r tan(w / 2)) / (r w), with its limits at the axis and for no distortion. */
function fovFactor(omega: number, radius: number): number {
  const w2 = omega * omega;
  if (w2 < 1e-8) return 1 + w2 * (1 / 12 - (radius * radius) / 3);
  const slope = 2 * Math.tan(omega / 2);
  if (radius < 1e-6) return slope / omega;
  return Math.atan(radius * slope) / (radius * omega);
}
