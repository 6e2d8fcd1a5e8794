/** What a camera would see of a layout, by projection alone: used before anything is rendered. */
import type { SceneObject } from '@parallax/dataset/schema';
import { type Camera, project, type Vec3 } from '@parallax/geometry';

/** True when the point is in front and inside the frame, `margin` of the frame's size away from its border. */
export function inFrame(camera: Camera, point: Vec3, margin: number): boolean {
  const { width, height } = camera.intrinsics;
  const { x, y, depth } = project(camera, point);
  return (
    depth > 0.3 &&
    x > margin * width &&
    x < (1 - margin) * width &&
    y > margin * height &&
    y < (1 - margin) * height
  );
}

/** Ids of landmarks whose shaft, at the camera's height, is inside the frame. */
export function landmarksInFrame(camera: Camera, objects: readonly SceneObject[]): string[] {
  const eye = camera.cameraToWorld[7];
  return objects
    .filter(({ role, position, bounds }) => {
      const height = Math.min(eye, bounds.max[1] * 0.9);
      return role === 'landmark' && inFrame(camera, [position[0], height, position[2]], 0.04);
    })
    .map(({ objectId }) => objectId);
}

/** Whether a place (x, z) is inside or within `clearance` metres of an object's box, seen from above. */
export function collides(
  [x, z]: readonly [number, number],
  objects: readonly SceneObject[],
  clearance: number,
): boolean {
  return objects.some(
    ({ bounds: { min, max } }) =>
      x > min[0] - clearance && x < max[0] + clearance && z > min[2] - clearance && z < max[2] + clearance,
  );
}
