/** Records -> three. Records have row-major matrices and any axis as up. */
import type { Camera, Vec3 } from '@parallax/geometry/schema';
import { Matrix4, Vector3 } from 'three';

export function vectorOf([x, y, z]: Vec3): Vector3 {
  return new Vector3(x, y, z);
}

/** Camera space (right, up, backwards) -> world. */
export function poseOf(camera: Camera): Matrix4 {
  return new Matrix4().set(...camera.cameraToWorld);
}

export function centreOf(camera: Camera): Vector3 {
  return new Vector3().setFromMatrixPosition(poseOf(camera));
}

export function forwardOf(camera: Camera): Vector3 {
  return new Vector3(0, 0, -1).transformDirection(poseOf(camera));
}
