/** The unit of a capture: the mean distance between its cameras and its object. */
import { cameraCentre } from '../camera/pose.ts';
import { distance } from '../linalg/vec3.ts';
import type { Camera, Vec3 } from '../schema.ts';

export interface ScaleEstimate {
  /** Mean camera-object distance in the reconstruction's units. */
  readonly scale: number;
  /** Standard deviation of the distances. */
  readonly residual: number;
  readonly minDistance: number;
  readonly maxDistance: number;
  readonly warnings: readonly string[];
}

/** Nearest camera this many times nearer than the farthest: then one unit does not describe the capture. */
const MAX_RATIO = 10;

/** @throws RangeError for no camera. */
export function estimateScale(cameras: readonly Camera[], centre: Vec3): ScaleEstimate {
  if (cameras.length === 0) throw new RangeError('estimateScale: no cameras.');
  let [sum, squares, min, max] = [0, 0, Number.POSITIVE_INFINITY, 0];
  for (const camera of cameras) {
    const d = distance(cameraCentre(camera), centre);
    sum += d;
    squares += d * d;
    min = Math.min(min, d);
    max = Math.max(max, d);
  }
  const scale = sum / cameras.length;
  const residual = Math.sqrt(Math.max(0, squares / cameras.length - scale * scale));
  const warnings: string[] = [];
  if (max > MAX_RATIO * min) {
    warnings.push(
      `Camera distances to the object centre differ by more than ${MAX_RATIO} times (${min.toPrecision(3)} to ${max.toPrecision(3)}).`,
    );
  }
  return { scale, residual, minDistance: min, maxDistance: max, warnings };
}
