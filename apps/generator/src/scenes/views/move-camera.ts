/** A camera moved and turned in another camera's frame. */
import { type Camera, type CameraVector, type Mat4, multiplyMat4 } from '@parallax/geometry';

export interface CameraMove {
  /** World units along the first camera's own axes. */
  readonly translation: CameraVector;
  /** Turned right positive, about the first camera's own axes. */
  readonly yawDeg: number;
  /** Turned up positive. */
  readonly pitchDeg: number;
  /** Clockwise positive. */
  readonly rollDeg: number;
}

/**
 * The second camera of a relative motion: R = Ry(yaw) Rx(pitch) Rz(roll) in OpenCV axes (x right, y down, z forward),
 * the same convention that geometry's `relativeMotion` measures, so the drawn angles are the measured ones.
 */
export function moveCamera(camera: Camera, move: CameraMove): Camera {
  const [cy, sy] = cosSin(move.yawDeg);
  const [cx, sx] = cosSin(move.pitchDeg);
  const [cz, sz] = cosSin(move.rollDeg);
  // Entries of Ry Rx Rz; the signs of rows and columns y and z flip from OpenCV axes to three's.
  const r = [
    [cy * cz + sy * sx * sz, -cy * sz + sy * sx * cz, sy * cx],
    [cx * sz, cx * cz, -sx],
    [-sy * cz + cy * sx * sz, sy * sz + cy * sx * cz, cy * cx],
  ] as const;
  const { right, up, forward } = move.translation;
  const relative: Mat4 = [
    ...([r[0][0], -r[0][1], -r[0][2], right] as const),
    ...([-r[1][0], r[1][1], r[1][2], up] as const),
    ...([-r[2][0], r[2][1], r[2][2], -forward] as const),
    ...([0, 0, 0, 1] as const),
  ];
  return { intrinsics: camera.intrinsics, cameraToWorld: multiplyMat4(camera.cameraToWorld, relative) };
}

function cosSin(deg: number): [number, number] {
  return [Math.cos((deg * Math.PI) / 180), Math.sin((deg * Math.PI) / 180)];
}
