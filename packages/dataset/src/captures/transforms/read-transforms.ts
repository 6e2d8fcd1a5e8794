/**
 * nerfstudio's and instant-ngp's transforms.json.
 *
 * Source: nerfstudio's documentation, "Data conventions": camera-to-world, OpenGL camera (x right, y up, looks along
 * -z), which is three.js' frame, so poses are taken as they are. nerfstudio turns the world and keeps the turn in
 * `applied_transform`; it is undone here, so that up axis and centre are those of the original reconstruction.
 */
import { basename, dirname } from 'node:path';
import {
  determinantMat3,
  invertMat3,
  type Mat3,
  type Mat4,
  multiplyMat3,
  multiplyMat3Vec3,
  nearestRotation,
  orthogonalityError,
  rigidFrom,
  subtract,
  type Vec3,
} from '@parallax/geometry';
import { DataInvalidError } from '@parallax/lab';
import { parseRecord } from '@parallax/lab/node';
import { holdsNonFinite, readTolerantJson } from '../reading/json-text.ts';
import { LensTable } from '../reading/lens-table.ts';
import { fromCameraToWorld, MAX_SHEAR, rigidFromRows } from '../reading/rigid-pose.ts';
import {
  type PosedImage,
  type Reconstruction,
  requireConfinedName,
  requireFinitePose,
} from '../reconstruction.ts';
import { resolveImage } from './image-file.ts';
import { lensOfFrame } from './intrinsics.ts';
import { TransformsFrameSchema, TransformsSchema } from './schema.ts';

/** @throws DataFormatError `not-json`, `wrong-shape`, `bad-name`; DataInvalidError `bad-pose`, `path-traversal` and those of the lens. */
export async function readTransforms(path: string): Promise<Reconstruction> {
  const whole = parseRecord(path, readTolerantJson(path), TransformsSchema);
  const undo = whole.applied_transform === undefined ? null : inverseOf(path, whole.applied_transform);
  const { frames, applied_transform: _, ...shared } = whole;
  const lenses = new LensTable();
  const images: PosedImage[] = [];
  for (const [i, value] of frames.entries()) {
    const record = `frames.${i}`;
    rejectNonFinite(path, record, value);
    const frame = parseRecord(`${path}: ${record}`, value, TransformsFrameSchema);
    const { file_path, transform_matrix, ...own } = frame;
    const filePath = requireConfinedName(path, record, file_path);
    const image = resolveImage(dirname(path), filePath);
    const lens = await lensOfFrame(path, record, { ...shared, ...own }, image.size);
    images.push({
      name: image.name,
      lensId: lenses.idOf(lens),
      cameraToWorld: poseOf(path, record, transform_matrix, undo),
    });
  }
  return {
    format: 'transforms-json',
    poseFile: path,
    frame:
      undo === null
        ? `the world of ${basename(path)}`
        : `the world before the applied_transform of ${basename(path)}`,
    lenses: lenses.lenses,
    images: withoutCommonFolder(images),
    points: new Float64Array(0),
    warnings: [],
  };
}

/** Names relative to images/, as COLMAP has them, when all images lie there. */
function withoutCommonFolder(images: PosedImage[]): PosedImage[] {
  const folder = 'images/';
  if (!images.every((image) => image.name.startsWith(folder))) return images;
  return images.map((image) => ({ ...image, name: image.name.slice(folder.length) }));
}

interface Undo {
  readonly inverse: Mat3;
  readonly offset: Vec3;
  readonly scale: number;
}

function poseOf(path: string, record: string, rows: readonly (readonly number[])[], undo: Undo | null): Mat4 {
  const pose = rigidFromRows(path, record, 'transform_matrix', rows);
  if (undo === null) return fromCameraToWorld(pose, 'opengl');
  const { rotation, translation: offset } = pose;
  const unscaled = multiplyMat3(undo.inverse, rotation).map((entry) => entry * undo.scale);
  const back = nearestRotation(unscaled as unknown as Mat3); // Nine entries in, nine out.
  if (back === null) throw badTransform(path);
  return rigidFrom(back, multiplyMat3Vec3(undo.inverse, subtract(offset, undo.offset)));
}

function inverseOf(path: string, rows: readonly (readonly number[])[]): Undo {
  const { linear, offset } = split(rows);
  const inverse = invertMat3(linear);
  const scale = Math.cbrt(determinantMat3(linear));
  const unscaled = linear.map((entry) => entry / scale) as unknown as Mat3; // Nine entries in, nine out.
  if (inverse === null || !(scale > 0) || orthogonalityError(unscaled) > MAX_SHEAR) throw badTransform(path);
  return { inverse, offset, scale };
}

function badTransform(path: string): DataInvalidError {
  return new DataInvalidError(
    'bad-pose',
    `${path}: applied_transform is not a rotation with a scale and a shift.`,
    {
      remedy: 'Remove the key if the poses are in the world that you want.',
    },
  );
}

function split(rows: readonly (readonly number[])[]): { linear: Mat3; offset: Vec3 } {
  const at = (row: number, column: number): number => rows[row]?.[column] ?? Number.NaN;
  return {
    linear: [at(0, 0), at(0, 1), at(0, 2), at(1, 0), at(1, 1), at(1, 2), at(2, 0), at(2, 1), at(2, 2)],
    offset: [at(0, 3), at(1, 3), at(2, 3)],
  };
}

function rejectNonFinite(path: string, record: string, frame: unknown): void {
  const rows = (frame as { transform_matrix?: unknown } | null)?.transform_matrix;
  if (holdsNonFinite(rows)) requireFinitePose(path, record, [Number.NaN]);
}
