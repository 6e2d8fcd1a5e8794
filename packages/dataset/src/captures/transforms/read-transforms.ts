/**
 * nerfstudio's and instant-ngp's transforms.json.
 *
 * Source: nerfstudio's documentation, "Data conventions": camera-to-world, OpenGL camera (x right, y up, looks along
 * -z), which is three.js' frame, so poses are taken as they are. nerfstudio turns the world and keeps the turn in
 * `applied_transform`; it is undone here, so that up axis and centre are those of the original reconstruction.
 */
import { readFileSync } from 'node:fs';
import { basename, dirname } from 'node:path';
import {
  determinantMat3,
  invertMat3,
  type Lens,
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
import { DataFormatError, DataInvalidError } from '@parallax/lab';
import { parseRecord } from '@parallax/lab/node';
import {
  type PosedImage,
  type Reconstruction,
  requireConfinedName,
  requireFinitePose,
} from '../reconstruction.ts';
import { resolveImage } from './image-file.ts';
import { lensOfFrame } from './intrinsics.ts';
import { TransformsFrameSchema, TransformsSchema } from './schema.ts';

/** Largest |entry| of RᵀR - I that is taken as rounding and mended. */
const MAX_SHEAR = 0.02;

/** @throws DataFormatError `not-json`, `wrong-shape`, `bad-name`; DataInvalidError `bad-pose`, `path-traversal` and those of the lens. */
export async function readTransforms(path: string): Promise<Reconstruction> {
  const whole = parseRecord(path, parseTolerant(path), TransformsSchema);
  const undo = whole.applied_transform === undefined ? null : inverseOf(path, whole.applied_transform);
  const { frames, applied_transform: _, ...shared } = whole;
  const lenses = new Map<number, Lens>();
  const lensIds = new Map<string, number>();
  const images: PosedImage[] = [];
  for (const [i, value] of frames.entries()) {
    const record = `frames.${i}`;
    rejectNonFinite(path, record, value);
    const frame = parseRecord(`${path}: ${record}`, value, TransformsFrameSchema);
    const { file_path, transform_matrix, ...own } = frame;
    const filePath = requireConfinedName(path, record, file_path);
    const image = resolveImage(dirname(path), filePath);
    const lens = await lensOfFrame(path, record, { ...shared, ...own }, image.size);
    const key = JSON.stringify(lens);
    const lensId = lensIds.get(key) ?? lenses.size + 1;
    lensIds.set(key, lensId);
    lenses.set(lensId, lens);
    images.push({ name: image.name, lensId, cameraToWorld: poseOf(path, record, transform_matrix, undo) });
  }
  return {
    format: 'transforms-json',
    poseFile: path,
    frame:
      undo === null
        ? `the world of ${basename(path)}`
        : `the world before the applied_transform of ${basename(path)}`,
    lenses,
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
  requireFinitePose(path, record, rows.flat());
  const { linear, offset } = split(rows);
  const rotation = nearestRotation(linear);
  if (rotation === null || orthogonalityError(linear) > MAX_SHEAR) {
    throw new DataInvalidError(
      'bad-pose',
      `${path}: ${record}: the upper left 3x3 part of transform_matrix is not a rotation.`,
      {
        remedy: 'Export the poses again without scaling or mirroring them.',
      },
    );
  }
  if (undo === null) return rigidFrom(rotation, offset);
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

/** Python writes NaN and Infinity, which JSON does not have: they become strings here, so that their frame can be named. */
function parseTolerant(path: string): unknown {
  const text = readFileSync(path, 'utf8');
  try {
    return JSON.parse(text);
  } catch (cause) {
    try {
      return JSON.parse(text.replaceAll(/(?<=[[:,\s])(NaN|-?Infinity)(?=[\s,\]}])/g, '"$1"'));
    } catch {
      throw new DataFormatError('not-json', `${path} is not JSON: ${(cause as Error).message}.`, {
        remedy: 'Restore the file, or export the poses again.',
        cause,
      });
    }
  }
}

function rejectNonFinite(path: string, record: string, frame: unknown): void {
  const rows = (frame as { transform_matrix?: unknown } | null)?.transform_matrix;
  if (!Array.isArray(rows)) return; // The schema names what is wrong.
  const marker = rows
    .flat()
    .find((entry) => entry === 'NaN' || entry === 'Infinity' || entry === '-Infinity');
  if (marker !== undefined) requireFinitePose(path, record, [Number.NaN]);
}
