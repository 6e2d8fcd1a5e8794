/** From world points to pixels and back, through a pinhole camera. */

import { invertRigid, transformDirection, transformPoint } from '../linalg/mat4.ts';
import { normalize } from '../linalg/vec3.ts';
import type { Camera, Vec3 } from '../schema.ts';

/** Pixel coordinates with the depth along the viewing axis (not the distance), > 0 in front of the camera. */
export interface PixelPoint {
  readonly x: number;
  readonly y: number;
  readonly depth: number;
}

/**
 * Pixel of a world point. A point behind the camera has depth < 0 and the pixel of its mirror image; a point in the
 * camera's plane has depth 0 and infinite coordinates: check `depth > 0` first.
 */
export function project(camera: Camera, point: Vec3): PixelPoint {
  const { fx, fy, cx, cy } = camera.intrinsics;
  const [x, y, z] = transformPoint(invertRigid(camera.cameraToWorld), point);
  const depth = -z;
  return { x: cx + (fx * x) / depth, y: cy - (fy * y) / depth, depth };
}

/** World point that lies at a pixel with the given depth: the inverse of `project` for depth != 0. */
export function unproject(camera: Camera, pixel: PixelPoint): Vec3 {
  const { fx, fy, cx, cy } = camera.intrinsics;
  const x = ((pixel.x - cx) / fx) * pixel.depth;
  const y = (-(pixel.y - cy) / fy) * pixel.depth;
  return transformPoint(camera.cameraToWorld, [x, y, -pixel.depth]);
}

/** Ray from the camera's centre through a pixel; unit direction. */
export function pixelRay(camera: Camera, x: number, y: number): { origin: Vec3; direction: Vec3 } {
  const { fx, fy, cx, cy } = camera.intrinsics;
  const m = camera.cameraToWorld;
  const direction = transformDirection(m, [(x - cx) / fx, -(y - cy) / fy, -1]);
  return { origin: [m[3], m[7], m[11]], direction: normalize(direction) };
}
