/** Rays against boxes. */
import { subtract } from '../linalg/vec3.ts';
import type { Box, Vec3 } from '../schema.ts';

/**
 * Where a ray enters and leaves a box, in units of the direction's length: slab method. `near` is 0 for an origin
 * inside. Null for a miss or a box behind the origin. A ray along a face counts as a hit.
 */
export function rayBox(origin: Vec3, direction: Vec3, box: Box): { near: number; far: number } | null {
  let [near, far] = [0, Number.POSITIVE_INFINITY];
  for (let i = 0; i < 3; i++) {
    if (direction[i] === 0) {
      if (origin[i]! < box.min[i]! || origin[i]! > box.max[i]!) return null;
      continue;
    }
    const a = (box.min[i]! - origin[i]!) / direction[i]!;
    const b = (box.max[i]! - origin[i]!) / direction[i]!;
    near = Math.max(near, Math.min(a, b));
    far = Math.min(far, Math.max(a, b));
  }
  return near <= far ? { near, far } : null;
}

/** True when one of the boxes cuts the open segment from `from` to `to` (its ends do not count). */
export function segmentBlocked(from: Vec3, to: Vec3, boxes: readonly Box[]): boolean {
  const direction = subtract(to, from);
  return boxes.some((box) => {
    const hit = rayBox(from, direction, box);
    return hit !== null && hit.near < 1 && hit.far > 0;
  });
}
