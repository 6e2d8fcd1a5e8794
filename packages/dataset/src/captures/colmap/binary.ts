/**
 * COLMAP's binary model: cameras.bin, images.bin, points3D.bin.
 *
 * Source: COLMAP's documentation, "Output Format". Little-endian; images hold world-to-camera poses, each followed by
 * its 2D features, which are skipped unread.
 */
import {
  cameraToWorldFromOpencv,
  type Lens,
  lensFromParameters,
  lensModelNames,
  lensParameterCount,
  type Mat4,
  mat3FromQuat,
  normalizeQuat,
} from '@parallax/geometry';
import { DataInvalidError } from '@parallax/lab';
import {
  isUsablePose,
  type PosedImage,
  requireConfinedName,
  requireFinitePose,
  requireUsableLens,
  unknownLens,
} from '../reconstruction.ts';
import { BinaryFile } from './binary-file.ts';

const CAMERA_BYTES = 4 + 4 + 8 + 8 + 3 * 8; // The shortest record: SIMPLE_PINHOLE.
const IMAGE_BYTES = 4 + 7 * 8 + 4 + 1 + 8; // Empty name, no features.
const FEATURE_BYTES = 2 * 8 + 8;
const POINT_BYTES = 8 + 3 * 8 + 3 + 8 + 8;
const TRACK_BYTES = 8;
const MAX_NAME_BYTES = 4096;

/** @throws DataFormatError `truncated`; DataInvalidError `unknown-lens`, `bad-camera`, `duplicate-id`. */
export function readCamerasBin(path: string): Map<number, Lens> {
  using file = new BinaryFile(path);
  const count = file.countOf('cameras', CAMERA_BYTES);
  const lenses = new Map<number, Lens>();
  for (let i = 0; i < count; i++) {
    const place = `camera record ${i}`;
    const id = file.uint32(place);
    const model = lensModelNames[file.int32(place)];
    const width = file.count(place);
    const height = file.count(place);
    if (model === undefined) throw unknownLens(path, `camera ${id}`);
    const parameters = Array.from({ length: lensParameterCount(model) }, () => file.double(place));
    if (lenses.has(id)) throw duplicateId(path, 'camera', id);
    const lens = lensFromParameters(model, parameters, { width, height });
    lenses.set(id, requireUsableLens(path, `camera ${id}`, lens));
  }
  return lenses;
}

/**
 * Poses and names of all images, in the file's order.
 * @throws DataFormatError `truncated`, `bad-name`; DataInvalidError `bad-pose`, `duplicate-id`, `path-traversal`.
 */
export function readImagesBin(path: string): PosedImage[] {
  using file = new BinaryFile(path);
  const count = file.countOf('images', IMAGE_BYTES);
  const ids = new Set<number>();
  const images: PosedImage[] = [];
  const pose = new Float64Array(7);
  for (let i = 0; i < count; i++) {
    const place = `image record ${i}`;
    const id = file.uint32(place);
    file.doubles(pose, place);
    const lensId = file.uint32(place);
    const name = requireConfinedName(path, place, file.zeroTerminated(MAX_NAME_BYTES, place));
    const features = file.count(place);
    file.skip(features * FEATURE_BYTES, place);
    if (ids.has(id)) throw duplicateId(path, 'image', id);
    ids.add(id);
    images.push({ name, lensId, cameraToWorld: poseFromQuaternion(path, name, pose) });
  }
  return images;
}

/** Coordinates of all points, xyz after xyz. @throws DataFormatError `truncated`. */
export function readPointsBin(path: string): Float64Array {
  using file = new BinaryFile(path);
  const count = file.countOf('points', POINT_BYTES);
  const points = new Float64Array(3 * count);
  for (let i = 0; i < count; i++) {
    const place = `point record ${i}`;
    const record = file.bytes(POINT_BYTES, place);
    points[3 * i] = record.readDoubleLE(8);
    points[3 * i + 1] = record.readDoubleLE(16);
    points[3 * i + 2] = record.readDoubleLE(24);
    const track = record.readUInt32LE(43) + record.readUInt32LE(47) * 0x1_0000_0000;
    file.skip(track * TRACK_BYTES, `the track of ${place}`);
  }
  return points;
}

/**
 * three.js cameraToWorld of an image's world-to-camera pose.
 * @param pose seven numbers: quaternion qw qx qy qz, then translation.
 * @throws DataInvalidError `bad-pose` naming file and image.
 */
export function poseFromQuaternion(file: string, name: string, pose: Float64Array): Mat4 {
  if (!isUsablePose(pose)) requireFinitePose(file, `image "${name}"`, [...pose]);
  const unit = normalizeQuat([pose[0]!, pose[1]!, pose[2]!, pose[3]!]);
  if (unit === null) {
    throw new DataInvalidError('bad-pose', `${file}: image "${name}": the rotation quaternion is zero.`, {
      remedy: 'Remove the image from the model, or reconstruct the capture again.',
    });
  }
  const cameraToWorld = cameraToWorldFromOpencv(mat3FromQuat(unit), [pose[4]!, pose[5]!, pose[6]!]);
  if (!isUsablePose(cameraToWorld)) requireFinitePose(file, `image "${name}"`, cameraToWorld);
  return cameraToWorld;
}

export function duplicateId(file: string, what: string, id: number): DataInvalidError {
  return new DataInvalidError('duplicate-id', `${file}: ${what} id ${id} appears twice.`, {
    remedy: 'Remove one of the two records.',
  });
}
