/** Overlap of two axis-parallel boxes. */
import { hasExtent, SOLID } from './read-boxes.ts';

/** Intersection over union, 0..1; 0 for boxes of different kinds and for a box without extent. */
export function boxIou(a: readonly number[], b: readonly number[]): number {
  if (a.length !== b.length || !hasExtent(a) || !hasExtent(b)) return 0;
  let [shared, sizeA, sizeB] = [1, 1, 1];
  for (let axis = 0; axis < a.length / 2; axis++) {
    const [lowA, highA] = extent(a, axis);
    const [lowB, highB] = extent(b, axis);
    shared *= Math.max(0, Math.min(highA, highB) - Math.max(lowA, lowB));
    sizeA *= highA - lowA;
    sizeB *= highB - lowB;
  }
  const union = sizeA + sizeB - shared;
  return Number.isFinite(union) && union > 0 ? shared / union : 0;
}

function extent(sides: readonly number[], axis: number): [number, number] {
  const half = sides.length / 2;
  if (sides.length !== SOLID) return [sides[axis]!, sides[axis + half]!];
  const [middle, size] = [sides[axis]!, sides[axis + half]!];
  return [middle - size / 2, middle + size / 2];
}
