/** Objects as boxes along their own axes: what sizes and distances are measured on. World: metres, +Y up. */
import type { SceneObject } from '../schema.ts';

type Point = readonly [x: number, z: number];

/**
 * Distance of the closest points of two objects' own boxes, metres; 0 where they touch.
 * @returns null when an object's own extents are not known.
 */
export function closestDistance(a: SceneObject, b: SceneObject): number | null {
  const [first, second] = [footprint(a), footprint(b)];
  if (first === null || second === null || a.extents === undefined || b.extents === undefined) return null;
  const [bottomA, bottomB] = [a.position[1], b.position[1]];
  const above = Math.max(bottomB - (bottomA + a.extents[1]), bottomA - (bottomB + b.extents[1]), 0);
  return Math.hypot(above, polygonDistance(first, second));
}

/** Corners of an object on the ground, in order around it; null without own extents. */
function footprint({ extents, position, yawDeg }: SceneObject): Point[] | null {
  if (extents === undefined) return null;
  const yaw = (yawDeg * Math.PI) / 180;
  const [cos, sin] = [Math.cos(yaw), Math.sin(yaw)];
  const [halfX, halfZ] = [extents[0] / 2, extents[2] / 2];
  const signs = [
    [-1, -1],
    [1, -1],
    [1, 1],
    [-1, 1],
  ] as const;
  return signs.map(([sx, sz]): Point => {
    const [x, z] = [sx * halfX, sz * halfZ];
    return [position[0] + cos * x + sin * z, position[2] - sin * x + cos * z];
  });
}

/** Two convex polygons that do not overlap are closest at a corner of one and a side of the other. */
function polygonDistance(a: readonly Point[], b: readonly Point[]): number {
  if (overlap(a, b)) return 0;
  const cornersToSides = (corners: readonly Point[], sides: readonly Point[]): number[] =>
    corners.flatMap((corner) =>
      sides.map((from, i) => toSegment(corner, from, sides[(i + 1) % sides.length]!)),
    );
  return Math.min(...cornersToSides(a, b), ...cornersToSides(b, a));
}

/** Separating axes: two convex polygons are apart when the normal of one side divides them. */
function overlap(a: readonly Point[], b: readonly Point[]): boolean {
  return [a, b].every((polygon) =>
    polygon.every((from, i) => {
      const to = polygon[(i + 1) % polygon.length]!;
      const normal: Point = [to[1] - from[1], from[0] - to[0]];
      const along = (points: readonly Point[]): number[] =>
        points.map(([x, z]) => x * normal[0] + z * normal[1]);
      const [onA, onB] = [along(a), along(b)];
      return Math.max(...onA) >= Math.min(...onB) && Math.max(...onB) >= Math.min(...onA);
    }),
  );
}

function toSegment([x, z]: Point, from: Point, to: Point): number {
  const [dx, dz] = [to[0] - from[0], to[1] - from[1]];
  const square = dx * dx + dz * dz;
  const t = square === 0 ? 0 : Math.min(1, Math.max(0, ((x - from[0]) * dx + (z - from[1]) * dz) / square));
  return Math.hypot(x - from[0] - t * dx, z - from[1] - t * dz);
}
