/** Median of a point cloud. */
import type { Vec3 } from '../schema.ts';

/** Coordinate-wise median of points stored xyz after xyz: half of them may be stray without moving it far. */
export function medianPoint(points: Float64Array): Vec3 {
  const count = Math.floor(points.length / 3);
  const axis = (offset: number): number => {
    const values = new Float64Array(count);
    for (let i = 0; i < count; i++) values[i] = points[3 * i + offset]!;
    values.sort();
    const middle = Math.floor(count / 2);
    return count % 2 === 1 ? values[middle]! : (values[middle - 1]! + values[middle]!) / 2;
  };
  return [axis(0), axis(1), axis(2)];
}
