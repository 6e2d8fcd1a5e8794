/**
 * The world's up axis of a capture that has none, from its cameras alone. Three answers are computed; the one that
 * was best on real captures is used (4 to 9 degrees off, where the others were 10 to 79), and disagreement is said.
 */
import { cameraAxes, cameraCentre } from '../camera/pose.ts';
import { eigenSymmetric } from '../linalg/eigen.ts';
import type { Mat3 } from '../linalg/mat3.ts';
import { angleBetweenDeg, dot, length, mean, normalize, scale, subtract } from '../linalg/vec3.ts';
import type { Camera, Vec3 } from '../schema.ts';
import { fitLevelAxes } from './level-axes.ts';

export type UpMethod = 'level-axes' | 'mean-up' | 'plane-of-centres';

export interface UpEstimate {
  /** Unit. */
  readonly up: Vec3;
  readonly method: UpMethod;
  /** Root mean square angle by which the cameras' level image axes leave the level plane, degrees. */
  readonly residualDeg: number;
  /** Share of cameras taken as lying on their side. */
  readonly portraitShare: number;
  /** Each method's axis and its angle to `up`, degrees; null where it does not apply (too few cameras). */
  readonly alternatives: Readonly<Record<UpMethod, { up: Vec3; differenceDeg: number } | null>>;
  readonly warnings: readonly string[];
}

const DISAGREEMENT_DEG = 15;
const RESIDUAL_DEG = 15;

/**
 * Up axis of cameras that were held by a person or stood on a tripod.
 *
 * - `level-axes`: the axis most nearly at right angles to each camera's level image axis, which is the image's x axis,
 *   or its y axis for a camera held on its side (decided camera by camera). Needs image axes of different directions.
 * - `mean-up`: mean of the cameras' up vectors: wrong by the mean elevation of a one-sided orbit.
 * - `plane-of-centres`: normal of the plane through the cameras: wrong for orbits that rise.
 *
 * @throws RangeError for no camera.
 */
export function estimateUp(cameras: readonly Camera[]): UpEstimate {
  if (cameras.length === 0) throw new RangeError('estimateUp: no cameras.');
  const axes = cameras.map(cameraAxes);
  const meanUp = normalize(mean(axes.map((axis) => axis.up)));
  const fit = fitLevelAxes(axes);
  const usesFit = fit.up !== null;
  const up = fit.up ?? (length(meanUp) > 0 ? meanUp : axes[0]!.up);
  const plane = normalOfCentres(cameras, up);
  const warnings: string[] = [];
  if (!usesFit) {
    warnings.push(
      'The cameras face one way: the up axis is the mean of their up vectors and may lean by their tilt.',
    );
  }
  if (fit.residualDeg > RESIDUAL_DEG) {
    warnings.push(
      `The cameras do not agree on a level plane: ${fit.residualDeg.toFixed(1)} degrees off it (rms).`,
    );
  }
  const difference = (other: Vec3): number => angleBetweenDeg(up, other);
  for (const [name, other] of [
    ["the mean of the cameras' up vectors", meanUp],
    ['the normal of the plane of camera centres', plane],
  ] as const) {
    if (usesFit && other !== null && difference(other) > DISAGREEMENT_DEG) {
      warnings.push(`The estimated up axis and ${name} differ by ${difference(other).toFixed(0)} degrees.`);
    }
  }
  if (fit.portraitShare > 0.05) {
    warnings.push(
      `${Math.round(fit.portraitShare * cameras.length)} of ${cameras.length} cameras seem to lie on their side.`,
    );
  }
  const entry = (axis: Vec3 | null): { up: Vec3; differenceDeg: number } | null =>
    axis === null || length(axis) === 0 ? null : { up: axis, differenceDeg: difference(axis) };
  return {
    up,
    method: usesFit ? 'level-axes' : 'mean-up',
    residualDeg: fit.residualDeg,
    portraitShare: fit.portraitShare,
    alternatives: { 'level-axes': entry(fit.up), 'mean-up': entry(meanUp), 'plane-of-centres': entry(plane) },
    warnings,
  };
}

/** Normal of the best plane through the centres, on `towards`' side; null for fewer than three or a line of them. */
function normalOfCentres(cameras: readonly Camera[], towards: Vec3): Vec3 | null {
  const centres = cameras.map(cameraCentre);
  const middle = mean(centres);
  const sum = new Array<number>(9).fill(0);
  for (const centre of centres) {
    const d = subtract(centre, middle);
    for (let i = 0; i < 9; i++) sum[i]! += d[Math.floor(i / 3)]! * d[i % 3]!;
  }
  const { values, vectors } = eigenSymmetric(sum as unknown as Mat3); // Nine entries, filled above.
  if (cameras.length < 3 || values[1] < 1e-6 * values[2] || values[2] === 0) return null;
  const normal = vectors[0];
  return dot(normal, towards) < 0 ? scale(normal, -1) : normal;
}
