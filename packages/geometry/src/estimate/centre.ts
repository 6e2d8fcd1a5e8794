/** Where the cameras of a capture look: the object's centre, and the distance that serves as its unit. */
import { cameraAxes, cameraCentre } from '../camera/pose.ts';
import { eigenSymmetric } from '../linalg/eigen.ts';
import { invertMat3, type Mat3, multiplyMat3Vec3 } from '../linalg/mat3.ts';
import { angleBetweenDeg, distance, dot, mean, rejectFrom, subtract } from '../linalg/vec3.ts';
import type { Camera, Vec3 } from '../schema.ts';
import { medianPoint } from './median.ts';

export interface CentreOptions {
  /** Reconstructed points, xyz after xyz: only used to check the centre against their median. */
  readonly points?: Float64Array;
}

export interface CentreEstimate {
  readonly centre: Vec3;
  readonly method: 'optical-axes' | 'mean-position';
  /** Root mean square distance of the centre from the optical axes, world units. */
  readonly residual: number;
  /** Angle between each viewing axis and the direction to the centre, degrees. */
  readonly meanAngleDeg: number;
  readonly maxAngleDeg: number;
  /** Share of cameras that have the centre behind them: 0 on an inward orbit. */
  readonly behind: number;
  /** Distance from the point cloud's median over the mean camera distance; null without points. */
  readonly pointCloudOffset: number | null;
  readonly warnings: readonly string[];
}

/** Smallest share of the mean eigenvalue below which the axes count as parallel (a spread of about 2 degrees). */
const PARALLEL = 1e-3;
const MAX_OFFSET = 0.5;
const MAX_MEAN_ANGLE_DEG = 25;

/**
 * Least-squares intersection of the optical axes: the point p that minimises sum |(I - d dᵀ)(p - c)|².
 * Parallel axes have no such point: the cameras' mean position is returned, with a warning, and `method` says so.
 * @param cameras at least one.
 * @throws RangeError for no camera.
 */
export function estimateCentre(cameras: readonly Camera[], options: CentreOptions = {}): CentreEstimate {
  if (cameras.length === 0) throw new RangeError('estimateCentre: no cameras.');
  const warnings: string[] = [];
  const lines = cameras.map((camera) => ({ at: cameraCentre(camera), along: cameraAxes(camera).forward }));
  const solved = intersectLines(lines);
  if (solved === null) warnings.push('The viewing axes are parallel: the object centre is not determined.');
  const centre = solved ?? mean(lines.map((line) => line.at));
  const angles = lines.map((line) => angleBetweenDeg(line.along, subtract(centre, line.at)));
  const squares = lines.map(({ at, along }) => {
    const off = rejectFrom(subtract(centre, at), along);
    return dot(off, off);
  });
  const meanAngleDeg = average(angles);
  const behind = angles.filter((angle) => angle > 90).length / angles.length;
  if (solved !== null && (behind > 0 || meanAngleDeg > MAX_MEAN_ANGLE_DEG)) {
    const count = angles.filter((angle) => angle > 90).length;
    warnings.push(
      `Not an inward orbit: the viewing axes miss the estimated centre by ${meanAngleDeg.toFixed(1)} degrees on ` +
        `average, and it lies behind ${count} of ${angles.length} cameras.`,
    );
  }
  const pointCloudOffset = offsetFromPoints(centre, lines, options.points);
  if (pointCloudOffset !== null && pointCloudOffset > MAX_OFFSET) {
    warnings.push(
      `The estimated centre is ${pointCloudOffset.toFixed(2)} camera distances away from the median of the point cloud.`,
    );
  }
  return {
    centre,
    method: solved === null ? 'mean-position' : 'optical-axes',
    residual: Math.sqrt(average(squares)),
    meanAngleDeg,
    maxAngleDeg: angles.reduce((worst, angle) => Math.max(worst, angle), 0),
    behind,
    pointCloudOffset,
    warnings,
  };
}

interface Line {
  readonly at: Vec3;
  /** Unit. */
  readonly along: Vec3;
}

/** Normal equations of the least-squares intersection; null when they are close to singular. */
function intersectLines(lines: readonly Line[]): Vec3 | null {
  const a = new Array<number>(9).fill(0);
  const b: [number, number, number] = [0, 0, 0];
  for (const { at, along } of lines) {
    for (let i = 0; i < 3; i++) {
      for (let j = 0; j < 3; j++) {
        const entry = (i === j ? 1 : 0) - along[i]! * along[j]!;
        a[3 * i + j]! += entry;
        b[i]! += entry * at[j]!;
      }
    }
  }
  const matrix = a as unknown as Mat3; // Nine entries, filled above.
  const { values } = eigenSymmetric(matrix);
  if (values[0] < (PARALLEL * (values[0] + values[1] + values[2])) / 3) return null;
  const inverse = invertMat3(matrix);
  return inverse === null ? null : multiplyMat3Vec3(inverse, b);
}

function offsetFromPoints(
  centre: Vec3,
  lines: readonly Line[],
  points: Float64Array | undefined,
): number | null {
  if (points === undefined || points.length < 3) return null;
  const scale = average(lines.map((line) => distance(line.at, centre)));
  return scale > 0 ? distance(medianPoint(points), centre) / scale : null;
}

function average(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
