/** Overlap of two axis-parallel boxes [cx, cy, cz, l, w, h] as LAMM computes it. Source: as parse-numbers.ts. */
import { pythonRound } from '@parallax/rewards';

const CORNER_DIGITS = 3;

/**
 * Intersection over union, 0..1, of boxes whose corners are rounded to millimetres first. NaN for two boxes without
 * any volume, where official code stops; NaN passes no threshold.
 */
export function boxOverlap(a: readonly number[], b: readonly number[]): number {
  let intersection = 1;
  let volumeA = 1;
  let volumeB = 1;
  for (const axis of [0, 1, 2]) {
    const [lowA, highA] = sides(a, axis);
    const [lowB, highB] = sides(b, axis);
    intersection *= larger(0, smaller(highA, highB) - larger(lowA, lowB));
    volumeA *= highA - lowA;
    volumeB *= highB - lowB;
  }
  return intersection / (volumeA + volumeB - intersection);
}

function sides(box: readonly number[], axis: number): [number, number] {
  const half = Math.abs(box[axis + 3]! / 2);
  return [pythonRound(box[axis]! - half, CORNER_DIGITS), pythonRound(box[axis]! + half, CORNER_DIGITS)];
}

/** Python's max and min keep the first of two values that do not compare (NaN). */
function larger(a: number, b: number): number {
  if (b > a) return b;
  return a;
}

function smaller(a: number, b: number): number {
  if (b < a) return b;
  return a;
}
