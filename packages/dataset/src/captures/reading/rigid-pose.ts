/** Poses that files give as matrices: checked, mended within rounding, and brought into the three.js frame. */
import {
  cameraToWorldFromOpencv,
  type Mat3,
  type Mat4,
  multiplyMat3Vec3,
  nearestRotation,
  orthogonalityError,
  rigidFrom,
  scale,
  transposeMat3,
  type Vec3,
} from '@parallax/geometry';
import { DataInvalidError } from '@parallax/lab';
import { requireFinitePose } from '../reconstruction.ts';

/**
 * Axes of a camera, right-handed: opencv is right, down, forward; opengl (three.js, glTF, Blender) right, up, backward;
 * pytorch3d left, up, forward.
 */
export const cameraAxesNames = ['opencv', 'opengl', 'pytorch3d'] as const;
export type CameraAxesName = (typeof cameraAxesNames)[number];

export interface RigidPose {
  readonly rotation: Mat3;
  readonly translation: Vec3;
}

/** Largest |entry| of RᵀR - I that is taken as rounding and mended. */
export const MAX_SHEAR = 0.02;

/**
 * @param rows of a 3x4 or 4x4 matrix that acts on column vectors.
 * @param key what the matrix is called in the file, for the message.
 * @throws DataInvalidError `bad-pose` for NaN, infinite or absurd numbers, and where the 3x3 part is not a rotation.
 */
export function rigidFromRows(
  file: string,
  record: string,
  key: string,
  rows: readonly (readonly number[])[],
): RigidPose {
  const numbers = rows.flat();
  requireFinitePose(file, record, numbers);
  const at = (row: number, column: number): number => rows[row]?.[column] ?? Number.NaN;
  const linear: Mat3 = [
    at(0, 0),
    at(0, 1),
    at(0, 2),
    at(1, 0),
    at(1, 1),
    at(1, 2),
    at(2, 0),
    at(2, 1),
    at(2, 2),
  ];
  const rotation = nearestRotation(linear);
  if (rotation === null || !(orthogonalityError(linear) <= MAX_SHEAR)) {
    throw new DataInvalidError(
      'bad-pose',
      `${file}: ${record}: the upper left 3x3 part of ${key} is not a rotation.`,
      { remedy: 'Export the poses again without scaling or mirroring them.' },
    );
  }
  return { rotation, translation: [at(0, 3), at(1, 3), at(2, 3)] };
}

/** three.js cameraToWorld from a world-to-camera pose: x_camera = R x_world + t in the named axes. */
export function fromWorldToCamera({ rotation, translation }: RigidPose, axes: CameraAxesName): Mat4 {
  if (axes === 'opencv') return cameraToWorldFromOpencv(rotation, translation);
  // pytorch3d's camera is OpenCV's after half a turn about the viewing axis, opengl's after one about x.
  const signs: Vec3 = axes === 'pytorch3d' ? [-1, -1, 1] : [1, -1, -1];
  const turned = rotation.map((entry, i) => entry * signs[Math.floor(i / 3)]!) as unknown as Mat3; // Nine in, nine out.
  const [x, y, z] = translation;
  return cameraToWorldFromOpencv(turned, [x * signs[0], y * signs[1], z * signs[2]]);
}

/** three.js cameraToWorld from a camera-to-world pose whose camera has the named axes. */
export function fromCameraToWorld({ rotation, translation }: RigidPose, axes: CameraAxesName): Mat4 {
  if (axes === 'opengl') return rigidFrom(rotation, translation);
  const inverse = transposeMat3(rotation);
  return fromWorldToCamera(
    { rotation: inverse, translation: scale(multiplyMat3Vec3(inverse, translation), -1) },
    axes,
  );
}
