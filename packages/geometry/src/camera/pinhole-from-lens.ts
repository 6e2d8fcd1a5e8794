/** The pinhole camera as which a picture taken through a distorting lens can be used once it is resampled. */
import type { Intrinsics } from '../schema.ts';
import { distort, hasDistortion, isUnfolded } from './distortion.ts';
import type { Lens } from './lens.ts';

const BORDER_SAMPLES = 64;
const WIDEST = 0.25;
const NARROWEST = 8;

/**
 * Pinhole intrinsics with the lens's size and principal point, and the shortest focal length for which every pixel of
 * the resampled picture has a source pixel: nothing is padded, and as little as possible is cut off. A lens without
 * distortion keeps its focal lengths. Null when no zoom between 0.25 and 8 works.
 */
export function pinholeFromLens(lens: Lens): Intrinsics | null {
  const { fx, fy, cx, cy, width, height } = lens;
  const at = (zoom: number): Intrinsics => ({ fx: fx * zoom, fy: fy * zoom, cx, cy, width, height });
  if (!hasDistortion(lens)) return at(1);
  // "Every border pixel has a source" holds from some zoom on: find it by bisection.
  let [low, high] = [WIDEST, NARROWEST];
  if (!coversBorder(lens, high)) return null;
  for (let step = 0; step < 40; step++) {
    const middle = Math.sqrt(low * high);
    if (coversBorder(lens, middle)) high = middle;
    else low = middle;
  }
  return at(high);
}

/** Pixel of the source picture at which the lens shows what the pinhole shows at pixel (x, y). */
export function sourcePixel(lens: Lens, pinhole: Intrinsics, x: number, y: number): { x: number; y: number } {
  const bent = distort(lens, (x - pinhole.cx) / pinhole.fx, (y - pinhole.cy) / pinhole.fy);
  return { x: bent.u * lens.fx + lens.cx, y: bent.v * lens.fy + lens.cy };
}

function coversBorder(lens: Lens, zoom: number): boolean {
  const { width, height } = lens;
  for (let i = 0; i <= BORDER_SAMPLES; i++) {
    const t = i / BORDER_SAMPLES;
    for (const [x, y] of [
      [t * width, 0],
      [t * width, height],
      [0, t * height],
      [width, t * height],
    ] as const) {
      if (!reaches(lens, (x - lens.cx) / (lens.fx * zoom), (y - lens.cy) / (lens.fy * zoom))) return false;
    }
  }
  return true;
}

/** The ray falls inside the picture, and the lens does not fold over on the way from the middle to it. */
function reaches(lens: Lens, u: number, v: number): boolean {
  for (const part of [0.25, 0.5, 0.75, 1]) {
    if (!isUnfolded(lens, { u: u * part, v: v * part })) return false;
  }
  const bent = distort(lens, u, v);
  const x = bent.u * lens.fx + lens.cx;
  const y = bent.v * lens.fy + lens.cy;
  const slack = 1e-6;
  return x >= -slack && y >= -slack && x <= lens.width + slack && y <= lens.height + slack;
}
