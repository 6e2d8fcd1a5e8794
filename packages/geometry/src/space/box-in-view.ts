/** What of a box lies inside a camera's picture. Occlusion is not looked at: that is the instance mask's matter. */
import { invertRigid, transformPoint } from '../linalg/mat4.ts';
import type { Box, Camera, Vec3 } from '../schema.ts';
import { boxCorners } from './box.ts';

export interface BoxInView {
  /** Whole box in the picture, part of it, or none. */
  readonly status: 'inside' | 'partial' | 'outside';
  /** x0, y0, x1, y1 of the part in front of the camera, not cut at the picture's border; null when all is behind. */
  readonly rect: readonly [number, number, number, number] | null;
  /** Share of `rect`'s area that lies in the picture, 0..1. */
  readonly fraction: number;
}

/** Parts nearer than this are cut away: a point in the camera's plane has no pixel. */
const NEAR = 1e-6;

/** Bounds of the box's projection, exact also for boxes that reach behind the camera (edges are cut at the plane). */
export function boxInView(camera: Camera, box: Box): BoxInView {
  const toCamera = invertRigid(camera.cameraToWorld);
  const corners = boxCorners(box).map((corner) => transformPoint(toCamera, corner));
  const { fx, fy, cx, cy, width, height } = camera.intrinsics;
  let [x0, y0, x1, y1] = [
    Number.POSITIVE_INFINITY,
    Number.POSITIVE_INFINITY,
    Number.NEGATIVE_INFINITY,
    Number.NEGATIVE_INFINITY,
  ];
  for (const [x, y, z] of cutAtNear(corners)) {
    const px = cx + (fx * x) / -z;
    const py = cy - (fy * y) / -z;
    [x0, y0, x1, y1] = [Math.min(x0, px), Math.min(y0, py), Math.max(x1, px), Math.max(y1, py)];
  }
  if (x0 > x1) return { status: 'outside', rect: null, fraction: 0 };
  const rect = [x0, y0, x1, y1] as const;
  const wide = Math.max(0, Math.min(x1, width) - Math.max(x0, 0));
  const high = Math.max(0, Math.min(y1, height) - Math.max(y0, 0));
  const area = (x1 - x0) * (y1 - y0);
  const fraction = area > 0 ? (wide * high) / area : 0;
  const allInFront = corners.every((corner) => -corner[2] > NEAR);
  if (allInFront && x0 >= 0 && y0 >= 0 && x1 <= width && y1 <= height) {
    return { status: 'inside', rect, fraction: 1 };
  }
  // By the bounds, not by the area: a flat box seen edge-on has none.
  const touches = x1 > 0 && y1 > 0 && x0 < width && y0 < height;
  return { status: touches ? 'partial' : 'outside', rect, fraction };
}

/** Corners in front of the near plane, and the points where edges cross it. */
function cutAtNear(corners: readonly Vec3[]): Vec3[] {
  const out: Vec3[] = corners.filter((corner) => -corner[2] > NEAR);
  for (let i = 0; i < 8; i++) {
    for (const bit of [1, 2, 4]) {
      if (i & bit) continue;
      const a = corners[i]!;
      const b = corners[i | bit]!;
      if (-a[2] > NEAR === -b[2] > NEAR) continue;
      const t = (-NEAR - a[2]) / (b[2] - a[2]);
      out.push([a[0] + t * (b[0] - a[0]), a[1] + t * (b[1] - a[1]), -NEAR]);
    }
  }
  return out;
}
