/** What every reader of poses returns, and the checks that all of them share. */
import {
  type Lens,
  length,
  lensModelNames,
  type Mat4,
  mean,
  subtract,
  translationOf,
  type Vec3,
} from '@parallax/geometry';
import { DataFormatError, DataInvalidError } from '@parallax/lab';

export type CaptureFormat = 'colmap-bin' | 'colmap-txt' | 'transforms-json' | 'co3d' | 'scannet' | 'json';

export interface PosedImage {
  /** As the file names it, with "/" between folders. */
  readonly name: string;
  /** Key into `lenses`. */
  readonly lensId: number;
  /** three.js frame; the world is the reconstruction's. */
  readonly cameraToWorld: Mat4;
}

export interface Reconstruction {
  readonly format: CaptureFormat;
  /** The file that holds the poses: named in errors. */
  readonly poseFile: string;
  /** Which world the poses (and up, centre) are in, for people. */
  readonly frame: string;
  readonly lenses: ReadonlyMap<number, Lens>;
  readonly images: readonly PosedImage[];
  /** Reconstructed points, xyz after xyz; empty when the format has none. */
  readonly points: Float64Array;
  /** Up axis and object centre where the source states them, in the world of the poses; of any length. */
  readonly up?: Vec3;
  readonly centre?: Vec3;
  readonly warnings: readonly string[];
}

/** Centres nearer together than this share of their distance from the origin (or of 1) are one place. */
const SAME_PLACE = 1e-9;

/**
 * Checks of the whole: at least two images, no name twice, every lens known, cameras at different places.
 * @throws DataInvalidError `no-images`, `duplicate-name`, `unknown-camera`, `zero-baseline`.
 */
export function checkReconstruction(reconstruction: Reconstruction): void {
  const { images, lenses, poseFile } = reconstruction;
  if (images.length < 2) {
    throw new DataInvalidError(
      'no-images',
      `${poseFile} has ${images.length} image with a pose; two are needed.`,
      {
        remedy: 'Reconstruct the capture again, or leave it out.',
      },
    );
  }
  const names = new Set<string>();
  for (const { name, lensId } of images) {
    if (names.has(name)) {
      throw new DataInvalidError('duplicate-name', `${poseFile} has image "${name}" twice.`, {
        remedy: 'Remove one of the two records.',
      });
    }
    names.add(name);
    if (!lenses.has(lensId)) {
      throw new DataInvalidError(
        'unknown-camera',
        `${poseFile}: image "${name}" refers to camera ${lensId}, which is not there.`,
        {
          remedy: 'Restore the cameras file that belongs to these images.',
        },
      );
    }
  }
  const centres = images.map((image) => translationOf(image.cameraToWorld));
  const middle = mean(centres);
  const spread = centres.reduce((widest, centre) => Math.max(widest, length(subtract(centre, middle))), 0);
  if (spread <= SAME_PLACE * Math.max(1, length(middle))) {
    throw new DataInvalidError(
      'zero-baseline',
      `${poseFile}: all ${images.length} cameras are at one place (zero baseline).`,
      {
        remedy: 'A panorama shows no movement; use a capture whose camera moved around the object.',
      },
    );
  }
}

/** Beyond it a coordinate is damage, and squares of it would overflow. */
const MAX_COORDINATE = 1e12;

/** True for numbers that a pose may have. */
export function isUsablePose(values: ArrayLike<number>): boolean {
  for (let i = 0; i < values.length; i++) {
    if (!(Math.abs(values[i]!) <= MAX_COORDINATE)) return false;
  }
  return true;
}

/** @throws DataInvalidError `bad-pose` naming file and record when a number of its pose is NaN, infinite or absurd. */
export function requireFinitePose(file: string, record: string, values: readonly number[]): void {
  const bad = values.find((value) => !(Math.abs(value) <= MAX_COORDINATE));
  if (bad === undefined) return;
  throw new DataInvalidError('bad-pose', `${file}: ${record}: the pose contains ${bad}.`, {
    remedy: 'Remove the image from the model, or reconstruct the capture again.',
  });
}

/**
 * A lens whose numbers can be used.
 * @throws DataInvalidError `bad-camera` naming file and camera.
 */
export function requireUsableLens(file: string, record: string, lens: Lens): Lens {
  const { fx, fy, cx, cy, width, height, coefficients } = lens;
  const fail = (what: string): never => {
    throw new DataInvalidError('bad-camera', `${file}: ${record}: ${what}.`, {
      remedy: 'Correct the camera record, or reconstruct the capture again.',
    });
  };
  if (![fx, fy, cx, cy, ...coefficients].every(Number.isFinite)) fail('a parameter is not a finite number');
  if (!(fx > 0 && fy > 0)) fail(`the focal length ${Math.min(fx, fy)} is not positive`);
  if (!isImageSide(width) || !isImageSide(height)) fail(`the image size ${width}x${height} is not usable`);
  return lens;
}

/** Largest picture side that is taken as real: beyond it the record is damaged. */
const MAX_SIDE_PX = 100_000;

function isImageSide(value: number): boolean {
  return Number.isInteger(value) && value > 0 && value <= MAX_SIDE_PX;
}

/** Nearly all names of nearly all captures: nothing in them needs a second look. */
const PLAIN_NAME = /^[A-Za-z0-9_][A-Za-z0-9_.-]{0,200}$/;

/**
 * An image name that stays inside the image folder, with "/" as separator.
 * @throws DataInvalidError `path-traversal` for "..", absolute and drive paths; DataFormatError `bad-name` for an
 *   empty name or control characters (a sign of damage).
 */
export function requireConfinedName(file: string, record: string, name: string): string {
  if (PLAIN_NAME.test(name)) return name;
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is looked for.
  if (name === '' || name.length > 1024 || /[\u0000-\u001f\u007f\ufffd]/.test(name)) {
    throw new DataFormatError(
      'bad-name',
      `${file}: ${record}: the image name ${JSON.stringify(name.slice(0, 60))} is not a file name.`,
      {
        remedy: 'The file is damaged: restore it.',
      },
    );
  }
  const path = name.replaceAll('\\', '/');
  if (path.startsWith('/') || /^[A-Za-z]:/.test(path) || path.split('/').includes('..')) {
    throw new DataInvalidError(
      'path-traversal',
      `${file}: ${record}: the image name ${JSON.stringify(name)} leads out of the image folder.`,
      {
        remedy:
          'Use names relative to the image folder. Do not use this capture if you do not know its source.',
      },
    );
  }
  return path.replace(/^(\.\/)+/, '');
}

/** A camera model beyond COLMAP's eleven. */
export function unknownLens(file: string, record: string): DataInvalidError {
  return new DataInvalidError(
    'unknown-lens',
    `${file}: ${record} has a camera model that is not supported.`,
    {
      remedy: `Undistort the capture first (COLMAP: image_undistorter), or use one of ${lensModelNames.join(', ')}.`,
    },
  );
}
