/** Pinhole intrinsics in pixels. Pixel (0, 0) is the top-left corner of the top-left pixel; centres at .5. */
import type { Intrinsics } from '../schema.ts';

export interface FovOptions {
  /** Full vertical angle of view, degrees in (0, 180). */
  readonly fovYDeg: number;
  readonly width: number;
  readonly height: number;
}

/**
 * Square pixels, principal point in the image's middle: three.js `PerspectiveCamera(fovYDeg, width / height)`.
 * @throws RangeError for an angle outside (0, 180).
 */
export function intrinsicsFromFov(options: FovOptions): Intrinsics {
  const { fovYDeg, width, height } = options;
  if (!(fovYDeg > 0 && fovYDeg < 180)) throw new RangeError(`fovYDeg ${fovYDeg} is not between 0 and 180.`);
  const focal = height / 2 / Math.tan((fovYDeg * Math.PI) / 360);
  return { fx: focal, fy: focal, cx: width / 2, cy: height / 2, width, height };
}

/** Full vertical angle of view, degrees. */
export function fovYDegOf(intrinsics: Intrinsics): number {
  const { fy, cy, height } = intrinsics;
  return ((Math.atan2(cy, fy) + Math.atan2(height - cy, fy)) * 180) / Math.PI;
}

/**
 * Intrinsics of the same image resampled to another size. Exact because (0, 0) is a corner: coordinates scale
 * linearly, with no half-pixel shift. The two axes scale apart when rounding changed the aspect.
 */
export function resizeIntrinsics(intrinsics: Intrinsics, width: number, height: number): Intrinsics {
  const sx = width / intrinsics.width;
  const sy = height / intrinsics.height;
  return {
    fx: intrinsics.fx * sx,
    fy: intrinsics.fy * sy,
    cx: intrinsics.cx * sx,
    cy: intrinsics.cy * sy,
    width,
    height,
  };
}
