/** A COLMAP model folder, binary or text, as one reconstruction. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { DataFormatError, DataInvalidError } from '@parallax/lab';
import type { Reconstruction } from '../reconstruction.ts';
import { readCamerasBin, readImagesBin, readPointsBin } from './binary.ts';
import { readCamerasTxt, readImagesTxt, readPointsTxt } from './text.ts';

const NO_POINTS = new Float64Array(0);

/** True when the folder holds the poses of a COLMAP model. */
export function isColmapModel(folder: string): boolean {
  return existsSync(join(folder, 'images.bin')) || existsSync(join(folder, 'images.txt'));
}

/**
 * @param folder the model's own folder, for example sparse/0.
 * @param withPoints false leaves points3D unread.
 * @throws DataInvalidError `model-incomplete` without a cameras file; the errors of the single files. A missing or
 *   damaged points file is a warning only: nothing but a check depends on it.
 */
export function readColmapModel(folder: string, withPoints = true): Reconstruction {
  const isBinary = existsSync(join(folder, 'images.bin'));
  const extension = isBinary ? 'bin' : 'txt';
  const poseFile = join(folder, `images.${extension}`);
  const camerasFile = join(folder, `cameras.${extension}`);
  if (!existsSync(camerasFile)) {
    throw new DataInvalidError('model-incomplete', `${camerasFile} is missing beside ${poseFile}.`, {
      remedy: 'Copy the whole model: cameras, images and points3D belong together.',
    });
  }
  const lenses = isBinary ? readCamerasBin(camerasFile) : readCamerasTxt(camerasFile);
  const images = isBinary ? readImagesBin(poseFile) : readImagesTxt(poseFile);
  const warnings: string[] = [];
  const points = withPoints
    ? readPoints(join(folder, `points3D.${extension}`), isBinary, warnings)
    : NO_POINTS;
  return {
    format: isBinary ? 'colmap-bin' : 'colmap-txt',
    poseFile,
    frame: "the COLMAP model's own world",
    lenses,
    images,
    points,
    warnings,
  };
}

function readPoints(path: string, isBinary: boolean, warnings: string[]): Float64Array {
  if (!existsSync(path)) return NO_POINTS;
  try {
    return isBinary ? readPointsBin(path) : readPointsTxt(path);
  } catch (error) {
    if (!(error instanceof DataFormatError)) throw error;
    warnings.push(`The object centre was not checked against the point cloud: ${error.message}`);
    return NO_POINTS;
  }
}
