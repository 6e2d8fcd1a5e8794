/** Axis-aligned boxes in the world. */
import { transformPoint } from '../linalg/mat4.ts';
import type { Box, Mat4, Vec3 } from '../schema.ts';

/** Smallest box around at least one point. @throws RangeError for none. */
export function boxFromPoints(points: readonly Vec3[]): Box {
  const first = points[0];
  if (first === undefined) throw new RangeError('boxFromPoints: no points.');
  let [min, max] = [first, first];
  for (const p of points) {
    min = [Math.min(min[0], p[0]), Math.min(min[1], p[1]), Math.min(min[2], p[2])];
    max = [Math.max(max[0], p[0]), Math.max(max[1], p[1]), Math.max(max[2], p[2])];
  }
  return { min, max };
}

/** Smallest box around all boxes. @throws RangeError for none. */
export function boxUnion(boxes: readonly Box[]): Box {
  return boxFromPoints(boxes.flatMap((box) => [box.min, box.max]));
}

/** The eight corners; corner i has x from max where bit 0 of i is set, y for bit 1, z for bit 2. */
export function boxCorners({ min, max }: Box): Vec3[] {
  return Array.from(
    { length: 8 },
    (_, i): Vec3 => [i & 1 ? max[0] : min[0], i & 2 ? max[1] : min[1], i & 4 ? max[2] : min[2]],
  );
}

export function boxCentre({ min, max }: Box): Vec3 {
  return [(min[0] + max[0]) / 2, (min[1] + max[1]) / 2, (min[2] + max[2]) / 2];
}

export function boxSize({ min, max }: Box): Vec3 {
  return [max[0] - min[0], max[1] - min[1], max[2] - min[2]];
}

/** Axis-aligned box around a box that was moved rigidly (or scaled): grows when turned off the axes. */
export function transformBox(box: Box, matrix: Mat4): Box {
  return boxFromPoints(boxCorners(box).map((corner) => transformPoint(matrix, corner)));
}

/** True inside and on the faces. */
export function boxContains({ min, max }: Box, p: Vec3): boolean {
  return [0, 1, 2].every((i) => p[i]! >= min[i]! && p[i]! <= max[i]!);
}

/** True when the boxes share a volume or at least `gap` does not separate them on some axis. */
export function boxesOverlap(a: Box, b: Box, gap = 0): boolean {
  return [0, 1, 2].every((i) => a.min[i]! < b.max[i]! + gap && b.min[i]! < a.max[i]! + gap);
}
