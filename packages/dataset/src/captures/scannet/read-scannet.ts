/**
 * A scene of ScanNet as its SensReader exports it: pose/N.txt, intrinsic/intrinsic_color.txt, color/N.jpg.
 *
 * Source: ScanNet's README and SensReader: poses are camera-to-world 4x4 matrices of an OpenCV camera (x right, y down,
 * z forward) in metres; a frame that was not tracked has -inf in its pose. Scans stand upright, with +z up.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Lens, lensFromParameters } from '@parallax/geometry';
import { DataFormatError, DataInvalidError } from '@parallax/lab';
import { measureImage } from '../pixels/measure-image.ts';
import { fromCameraToWorld, rigidFromRows } from '../reading/rigid-pose.ts';
import { type PosedImage, type Reconstruction, requireUsableLens } from '../reconstruction.ts';

const IMAGE_EXTENSIONS = ['.jpg', '.png', '.jpeg'];
const INTRINSICS = ['intrinsic/intrinsic_color.txt', 'intrinsic_color.txt'];
/** Sixteen numbers take less; a longer file is something else and is not read. */
const MAX_MATRIX_CHARACTERS = 4096;

/**
 * @param folder of one scene. Poses that were not tracked (-inf) are left out and counted in a warning.
 * @throws DataFormatError `bad-line`; DataInvalidError `bad-pose`, `bad-camera`, `intrinsics-missing`.
 */
export async function readScannet(folder: string): Promise<Reconstruction> {
  const poseFolder = join(folder, 'pose');
  const numbers = readdirSync(poseFolder)
    .map((name) => /^(\d+)\.txt$/.exec(name)?.[1])
    .filter((number) => number !== undefined)
    .sort((a, b) => Number(a) - Number(b));
  const pictures = existsSync(join(folder, 'color'))
    ? new Set(readdirSync(join(folder, 'color')))
    : new Set();
  const images: PosedImage[] = [];
  let untracked = 0;
  for (const number of numbers) {
    const path = join(poseFolder, `${number}.txt`);
    const rows = readMatrix(path);
    if (rows.flat().some((value) => value === Number.NEGATIVE_INFINITY)) {
      untracked++;
      continue;
    }
    const extension = IMAGE_EXTENSIONS.find((candidate) => pictures.has(number + candidate)) ?? '.jpg';
    const pose = rigidFromRows(path, `frame ${number}`, 'the pose', rows);
    images.push({ name: number + extension, lensId: 1, cameraToWorld: fromCameraToWorld(pose, 'opencv') });
  }
  const warnings =
    untracked === 0
      ? []
      : [`${untracked} of ${numbers.length} poses are not valid (-inf) and were left out.`];
  return {
    format: 'scannet',
    poseFile: poseFolder,
    frame: "the scan's own world (metres, z up)",
    lenses: new Map([[1, await lensOf(folder, images)]]),
    images,
    points: new Float64Array(0),
    up: [0, 0, 1],
    warnings,
  };
}

async function lensOf(folder: string, images: readonly PosedImage[]): Promise<Lens> {
  const path = INTRINSICS.map((name) => join(folder, name)).find((candidate) => existsSync(candidate));
  if (path === undefined) throw missing(folder, INTRINSICS[0]!);
  const rows = readMatrix(path);
  const size = await sizeOf(folder, images);
  const at = (row: number, column: number): number => rows[row]?.[column] ?? Number.NaN;
  const parameters = [at(0, 0), at(1, 1), at(0, 2), at(1, 2)];
  return requireUsableLens(path, 'the colour camera', lensFromParameters('PINHOLE', parameters, size));
}

/** From the scene's own SCENE.txt, else from the first picture that is there. */
async function sizeOf(
  folder: string,
  images: readonly PosedImage[],
): Promise<{ width: number; height: number }> {
  const about = readdirSync(folder).find((name) => /^scene\w*\.txt$/.test(name));
  if (about !== undefined) {
    const text = readFileSync(join(folder, about), 'utf8').slice(0, MAX_MATRIX_CHARACTERS);
    const [width, height] = ['colorWidth', 'colorHeight'].map((key) =>
      Number(new RegExp(`^${key}\\s*=\\s*(\\d+)\\s*$`, 'm').exec(text)?.[1]),
    );
    if (width && height) return { width, height };
  }
  const first = images
    .map(({ name }) => join(folder, 'color', name))
    .find((candidate) => existsSync(candidate));
  if (first === undefined) throw missing(folder, 'the size of the pictures (color/ holds none with a pose)');
  return await measureImage(first);
}

/** Rows of a matrix in text. NaN and infinities pass: who uses them says what they are. */
function readMatrix(path: string): number[][] {
  const text = readFileSync(path, 'utf8');
  const rows = text
    .slice(0, MAX_MATRIX_CHARACTERS)
    .split('\n')
    .map((line) => line.trim().split(/\s+/))
    .filter((fields) => fields[0] !== '')
    .map((fields) => fields.map(numberOf));
  const isMatrix = rows.length === 4 && rows.every((row) => row.length === 4 && !row.includes(undefined));
  if (!isMatrix || text.length > MAX_MATRIX_CHARACTERS) {
    throw new DataFormatError('bad-line', `${path}: four lines of four numbers are expected.`, {
      remedy: 'Export the scene again.',
    });
  }
  return rows as number[][]; // No field is undefined: looked at above.
}

function numberOf(field: string): number | undefined {
  if (/^[+-]?(nan|inf(inity)?)$/i.test(field)) {
    if (/nan/i.test(field)) return Number.NaN;
    return field.startsWith('-') ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY;
  }
  const value = Number(field);
  return Number.isNaN(value) ? undefined : value;
}

function missing(folder: string, what: string): DataInvalidError {
  return new DataInvalidError('intrinsics-missing', `${folder}: ${what} is missing.`, {
    remedy: 'Export the scene again with SensReader (color, poses and intrinsics).',
  });
}
