/** The outline of a shape seen from above: its bounds at any turn, without turning every vertex. */
import type { Box, Vec3 } from '@parallax/geometry';
import type { Shape } from '../../assets/shape.ts';

export interface Footprint {
  /** Convex outline (x, z), unscaled. */
  readonly outline: readonly (readonly [number, number])[];
  readonly height: number;
}

const known = new WeakMap<Shape, Footprint>();

/** Kept as long as its shape is. */
export function footprintOf(shape: Shape): Footprint {
  const before = known.get(shape);
  if (before !== undefined) return before;
  const points: [number, number][] = [];
  for (let i = 0; i < shape.position.length; i += 3)
    points.push([shape.position[i]!, shape.position[i + 2]!]);
  points.sort((a, b) => a[0] - b[0] || a[1] - b[1]);
  const footprint = { outline: [...halfHull(points), ...halfHull(points.reverse())], height: shape.size[1] };
  known.set(shape, footprint);
  return footprint;
}

/** World bounds of the shape standing at a place; those of its turned vertices but for rounding. */
export function boundsAt({ outline, height }: Footprint, scale: number, position: Vec3, yawDeg: number): Box {
  const yaw = (yawDeg * Math.PI) / 180;
  const [sin, cos] = [Math.sin(yaw) * scale, Math.cos(yaw) * scale];
  const [px, py, pz] = position;
  let [x0, x1, z0, z1] = [Infinity, -Infinity, Infinity, -Infinity];
  for (const [x, z] of outline) {
    const [right, ahead] = [cos * x + sin * z, cos * z - sin * x];
    [x0, x1] = [Math.min(x0, right), Math.max(x1, right)];
    [z0, z1] = [Math.min(z0, ahead), Math.max(z1, ahead)];
  }
  return { min: [px + x0, py, pz + z0], max: [px + x1, py + height * scale, pz + z1] };
}

/** Monotone chain over sorted points: one side of the convex hull. */
function halfHull(points: readonly [number, number][]): [number, number][] {
  const chain: [number, number][] = [];
  for (const point of points) {
    while (chain.length > 1 && !turnsLeft(chain.at(-2)!, chain.at(-1)!, point)) chain.pop();
    chain.push(point);
  }
  return chain.slice(0, -1);
}

function turnsLeft(
  a: readonly [number, number],
  b: readonly [number, number],
  c: readonly [number, number],
): boolean {
  return (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0]) > 0;
}
