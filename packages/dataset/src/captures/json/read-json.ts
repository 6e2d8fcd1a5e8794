/** Reads capture.json, our own plain format: README.md of the captures room describes it. */
import { basename } from 'node:path';
import {
  isFiniteVec3,
  type Lens,
  length,
  lensFromParameters,
  lensParameterCount,
  type Mat4,
} from '@parallax/geometry';
import { DataInvalidError } from '@parallax/lab';
import { parseRecord } from '@parallax/lab/node';
import type { z } from 'zod';
import { holdsNonFinite, readTolerantJson } from '../reading/json-text.ts';
import { LensTable } from '../reading/lens-table.ts';
import {
  type CameraAxesName,
  fromCameraToWorld,
  fromWorldToCamera,
  rigidFromRows,
} from '../reading/rigid-pose.ts';
import {
  type PosedImage,
  type Reconstruction,
  requireConfinedName,
  requireFinitePose,
  requireUsableLens,
} from '../reconstruction.ts';
import { JsonCaptureSchema, JsonImageSchema, type JsonIntrinsics } from './schema.ts';

/**
 * @throws DataFormatError `not-json`, `wrong-shape`, `bad-name`; DataInvalidError `bad-pose`, `bad-camera`,
 *   `intrinsics-missing`, `path-traversal`.
 */
export function readJsonCapture(path: string): Reconstruction {
  const whole = parseRecord(path, readTolerantJson(path), JsonCaptureSchema);
  const lenses = new LensTable();
  const images: PosedImage[] = [];
  for (const [i, value] of whole.images.entries()) {
    const record = `images.${i}`;
    rejectNonFinite(path, record, value);
    const image = parseRecord(`${path}: ${record}`, value, JsonImageSchema);
    const name = requireConfinedName(path, record, image.name);
    const intrinsics = image.intrinsics ?? whole.intrinsics;
    if (intrinsics === undefined) throw withoutIntrinsics(path, record);
    const lensId = lenses.idOf(
      lensOf(path, image.intrinsics === undefined ? 'intrinsics' : record, intrinsics),
    );
    images.push({ name, lensId, cameraToWorld: poseOf(path, record, image, whole.cameraAxes) });
  }
  const { up, centre } = whole;
  if (up !== undefined && !(isFiniteVec3(up) && length(up) > 0)) throw badVector(path, 'up');
  if (centre !== undefined) requireFinitePose(path, 'centre', centre);
  for (const [i, point] of whole.points.entries()) requireFinitePose(path, `points.${i}`, point);
  return {
    format: 'json',
    poseFile: path,
    frame: `the world of ${basename(path)}`,
    lenses: lenses.lenses,
    images,
    points: Float64Array.from(whole.points.flat()),
    ...(up === undefined ? {} : { up }),
    ...(centre === undefined ? {} : { centre }),
    warnings: [],
  };
}

function poseOf(
  path: string,
  record: string,
  { cameraToWorld, worldToCamera }: z.infer<typeof JsonImageSchema>,
  axes: CameraAxesName,
): Mat4 {
  return cameraToWorld === undefined
    ? fromWorldToCamera(rigidFromRows(path, record, 'worldToCamera', worldToCamera ?? []), axes)
    : fromCameraToWorld(rigidFromRows(path, record, 'cameraToWorld', cameraToWorld), axes);
}

function lensOf(path: string, record: string, intrinsics: JsonIntrinsics): Lens {
  const { model, width, height, fx, fy = fx, cx = width / 2, cy = height / 2, coefficients } = intrinsics;
  const zeros = new Array<number>(lensParameterCount(model)).fill(0);
  const expected = lensFromParameters(model, zeros, { width, height }).coefficients.length;
  if (coefficients.length !== expected) {
    throw new DataInvalidError(
      'bad-camera',
      `${path}: ${record}: ${model} takes ${expected} coefficients, not ${coefficients.length}.`,
      { remedy: "Give the coefficients of COLMAP's camera model of that name." },
    );
  }
  return requireUsableLens(path, record, { model, fx, fy, cx, cy, width, height, coefficients });
}

function rejectNonFinite(path: string, record: string, value: unknown): void {
  const image = value as { cameraToWorld?: unknown; worldToCamera?: unknown } | null;
  if (holdsNonFinite(image?.cameraToWorld) || holdsNonFinite(image?.worldToCamera)) {
    requireFinitePose(path, record, [Number.NaN]);
  }
}

function withoutIntrinsics(path: string, record: string): DataInvalidError {
  return new DataInvalidError(
    'intrinsics-missing',
    `${path}: ${record} has no intrinsics, nor has the file.`,
    {
      remedy: 'Add intrinsics {width, height, fx} to the image or to the file.',
    },
  );
}

function badVector(path: string, key: string): DataInvalidError {
  return new DataInvalidError('bad-pose', `${path}: ${key} has no direction.`, {
    remedy: 'Give three finite numbers, not all of them 0, or leave the key out.',
  });
}
