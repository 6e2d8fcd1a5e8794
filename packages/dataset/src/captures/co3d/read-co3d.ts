/**
 * One sequence of CO3D (version 2; version 1 has the same annotations).
 *
 * Source: the data classes of CO3D's code, and PyTorch3D's "Cameras" notes: R acts on row vectors, the camera has x to
 * the left, y up and z forward, and screen x, y point opposite to its own: pixel = size / 2 - ndc * unit.
 */
import { join } from 'node:path';
import { type Lens, type Mat3, transposeMat3 } from '@parallax/geometry';
import { DataInvalidError } from '@parallax/lab';
import { nearestName } from '@parallax/lab/node';
import { LensTable } from '../reading/lens-table.ts';
import { fromWorldToCamera, rigidFromRows } from '../reading/rigid-pose.ts';
import {
  type PosedImage,
  type Reconstruction,
  requireConfinedName,
  requireFinitePose,
  requireUsableLens,
} from '../reconstruction.ts';
import { type Co3dSequence, FRAME_ANNOTATIONS, readCo3dCategory } from './category.ts';
import type { Co3dFrame } from './schema.ts';

/** Loaders of this field leave sequences below it out. */
const DOUBTFUL_QUALITY = 0.5;

/**
 * @param category folder with the annotations.
 * @param name of the sequence; null: the only one there is.
 * @throws DataInvalidError `unknown-sequence`, `several-captures`, `bad-pose`, `bad-camera`, `path-traversal`, and the
 *   errors of `readCo3dCategory`.
 */
export async function readCo3dSequence(category: string, name: string | null): Promise<Reconstruction> {
  const { sequences, warnings } = await readCo3dCategory(category);
  const poseFile = join(category, FRAME_ANNOTATIONS);
  const [sequenceName, sequence] = choose(poseFile, sequences, name);
  if (sequence.failure !== null) throw sequence.failure;
  const all = [...warnings];
  if (sequence.unposed > 0) {
    const count = sequence.frames.length + sequence.unposed;
    all.push(`${sequence.unposed} of ${count} frames have no viewpoint and were left out.`);
  }
  if (sequence.quality !== null && sequence.quality < DOUBTFUL_QUALITY) {
    all.push(`The data set gives these viewpoints a quality of ${sequence.quality}: they may be wrong.`);
  }
  const lenses = new LensTable();
  const images = sequence.frames.map((frame): PosedImage => {
    const record = `sequence ${sequenceName}, frame ${frame.frame_number}`;
    const lensId = lenses.idOf(lensOf(poseFile, record, frame));
    const cameraToWorld = poseOf(poseFile, record, frame);
    return { name: imageName(poseFile, record, frame), lensId, cameraToWorld };
  });
  return {
    format: 'co3d',
    poseFile,
    frame: `the world of sequence ${sequenceName}`,
    lenses: lenses.lenses,
    images,
    points: new Float64Array(0),
    warnings: all,
  };
}

function choose(
  poseFile: string,
  sequences: ReadonlyMap<string, Co3dSequence>,
  name: string | null,
): [string, Co3dSequence] {
  const names = [...sequences.keys()];
  const only = names.length === 1 ? names[0] : undefined;
  const chosen = name ?? only;
  const sequence = chosen === undefined ? undefined : sequences.get(chosen);
  if (chosen !== undefined && sequence !== undefined) return [chosen, sequence];
  if (name === null) {
    throw new DataInvalidError('several-captures', `${poseFile} describes ${names.length} sequences.`, {
      remedy: `Name one of them: the folder of the category, then the sequence, for example ${names[0] ?? ''}.`,
    });
  }
  const nearest = nearestName(name, names);
  throw new DataInvalidError('unknown-sequence', `${poseFile} has no sequence "${name}".`, {
    remedy: nearest === undefined ? `It has ${names.length} others.` : `Did you mean "${nearest}"?`,
  });
}

function poseOf(file: string, record: string, { viewpoint }: Co3dFrame) {
  const { R, T } = viewpoint!; // Frames without one are counted apart.
  const rows = transposeMat3(R.flat() as unknown as Mat3); // Three rows of three: the schema looked.
  const at = (i: number): number[] => [rows[3 * i]!, rows[3 * i + 1]!, rows[3 * i + 2]!, T[i]!];
  return fromWorldToCamera(rigidFromRows(file, record, 'R', [at(0), at(1), at(2)]), 'pytorch3d');
}

function lensOf(file: string, record: string, { image, viewpoint }: Co3dFrame): Lens {
  const { focal_length, principal_point, intrinsics_format } = viewpoint!;
  const [height, width] = image.size;
  const half = [width / 2, height / 2] as const;
  const shorter = Math.min(...half);
  const unit = intrinsics_format === 'ndc_isotropic' ? ([shorter, shorter] as const) : half;
  requireFinitePose(file, record, [...focal_length, ...principal_point]);
  return requireUsableLens(file, record, {
    model: 'PINHOLE',
    fx: focal_length[0] * unit[0],
    fy: focal_length[1] * unit[1],
    cx: half[0] - principal_point[0] * unit[0],
    cy: half[1] - principal_point[1] * unit[1],
    width,
    height,
    coefficients: [],
  });
}

/** Relative to the sequence's images/ where it lies there, else to the sequence's folder. */
function imageName(file: string, record: string, { image }: Co3dFrame): string {
  const parts = requireConfinedName(file, record, image.path).split('/');
  // The category's folder may have another name on this disk: CATEGORY/SEQUENCE/ is taken off.
  const inside = parts.length > 2 ? parts.slice(2) : parts;
  return (inside.length > 1 && inside[0] === 'images' ? inside.slice(1) : inside).join('/');
}
