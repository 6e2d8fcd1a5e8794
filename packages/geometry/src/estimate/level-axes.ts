/** The axis most nearly at right angles to the cameras' level image axes, portrait shots gated camera by camera. */
import { eigenSymmetric } from '../linalg/eigen.ts';
import { dot, mean, normalize, scale } from '../linalg/vec3.ts';
import type { Vec3 } from '../schema.ts';

interface CameraAxes {
  readonly right: Vec3;
  readonly up: Vec3;
  readonly forward: Vec3;
}

export interface LevelAxesFit {
  /** Unit; null when the level axes are all parallel, so that no axis is preferred. */
  readonly up: Vec3 | null;
  readonly residualDeg: number;
  readonly portraitShare: number;
}

const ITERATIONS = 30;
/** A level axis this far out of the level plane (sine) counts half: one rolled shot must not tilt the rest. */
const ROBUST_SINE = 0.25;
/** Ratio of the two smallest eigenvalues above which the axis is not determined. */
const AMBIGUOUS = 0.6;
/** Smallest second eigenvalue (0..1): below it the level axes point one way to within about 5 degrees. */
const MIN_SPREAD = 0.008;
/** Mean squared sine of the cameras' tilt above which they all look straight up or down (within about 18 degrees). */
const MAX_TILT = 0.9;
const LOOKS_DOWN_WEIGHT = 0.3;
const MAX_STARTS = 40;

/**
 * Iterates from several starts: (1) gate: a camera's level axis is x, or y where x is the more vertical of the two;
 * (2) up = eigenvector of the smallest eigenvalue of the weighted sum of l lᵀ. Both steps lower a robust cost, and the
 * solution of the lowest cost is taken. The direction in which all cameras look is a false answer at no cost (it is at
 * right angles to every image axis), so solutions that have all cameras look straight up or down come last.
 */
export function fitLevelAxes(axes: readonly CameraAxes[]): LevelAxesFit {
  let best: (Solution & { score: number }) | null = null;
  for (const start of starts(axes)) {
    const solution = refine(axes, start);
    const tilt = axes.reduce((sum, axis) => sum + dot(axis.forward, solution.up) ** 2, 0) / axes.length;
    const score = solution.cost + (tilt > MAX_TILT ? 1 : 0);
    if (best === null || score < best.score) best = { ...solution, score };
  }
  if (best === null) return { up: null, residualDeg: 0, portraitShare: 0 };
  const { up: axis, determined } = best;
  let [squares, portrait, side] = [0, 0, 0];
  for (const { right, up, forward } of axes) {
    const isPortrait = Math.abs(dot(right, axis)) > Math.abs(dot(up, axis));
    const sine = Math.min(1, Math.abs(dot(isPortrait ? up : right, axis)));
    squares += Math.asin(sine) ** 2;
    if (isPortrait) portrait++;
    // Which way is up: upright cameras say so with their own up; all cameras say so weakly by looking down on things.
    side += (isPortrait ? 0 : dot(up, axis)) - LOOKS_DOWN_WEIGHT * dot(forward, axis);
  }
  return {
    up: determined ? scale(axis, side < 0 ? -1 : 1) : null,
    residualDeg: (Math.sqrt(squares / axes.length) * 180) / Math.PI,
    portraitShare: portrait / axes.length,
  };
}

interface Solution {
  readonly up: Vec3;
  readonly cost: number;
  readonly determined: boolean;
}

function refine(axes: readonly CameraAxes[], start: Vec3): Solution {
  let axis = start;
  let determined = false;
  for (let iteration = 0; iteration < ITERATIONS; iteration++) {
    let [xx, xy, xz, yy, yz, zz] = [0, 0, 0, 0, 0, 0];
    let weights = 0;
    for (const { right, up } of axes) {
      const level = levelAxis(right, up, axis);
      const weight = 1 / (1 + (dot(level, axis) / ROBUST_SINE) ** 2);
      weights += weight;
      const [x, y, z] = level;
      xx += weight * x * x;
      xy += weight * x * y;
      xz += weight * x * z;
      yy += weight * y * y;
      yz += weight * y * z;
      zz += weight * z * z;
    }
    const { values, vectors } = eigenSymmetric([xx, xy, xz, xy, yy, yz, xz, yz, zz]);
    determined = values[1] > MIN_SPREAD * weights && values[0] < AMBIGUOUS * values[1];
    const moved = 1 - Math.abs(dot(vectors[0], axis));
    axis = vectors[0];
    if (moved < 1e-12) break;
  }
  let cost = 0;
  for (const { right, up } of axes) {
    const sine = dot(levelAxis(right, up, axis), axis) / ROBUST_SINE;
    cost += (ROBUST_SINE ** 2 * Math.log1p(sine * sine)) / axes.length;
  }
  return { up: axis, cost, determined };
}

/** Of the image's two axes the one that is more nearly level. */
function levelAxis(right: Vec3, up: Vec3, axis: Vec3): Vec3 {
  return Math.abs(dot(right, axis)) > Math.abs(dot(up, axis)) ? up : right;
}

/** The mean up vector, and the image axes of cameras spread over the capture. */
function starts(axes: readonly CameraAxes[]): Vec3[] {
  const step = Math.max(1, Math.floor((2 * axes.length) / MAX_STARTS));
  const chosen = axes.filter((_, i) => i % step === 0);
  return [
    normalize(mean(axes.map((axis) => axis.up))),
    ...chosen.flatMap(({ right, up }) => [up, right]),
  ].filter((start) => dot(start, start) > 0);
}
