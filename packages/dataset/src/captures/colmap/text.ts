/**
 * COLMAP's text model: cameras.txt, images.txt, points3D.txt.
 *
 * Source: COLMAP's documentation, "Output Format". "#" starts a comment line. images.txt has two lines an image: the
 * pose, and the 2D features (which may be an empty line), so empty lines count there.
 */
import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import { isLensModelName, type Lens, lensFromParameters, lensParameterCount } from '@parallax/geometry';
import { DataFormatError } from '@parallax/lab';
import { type PosedImage, requireConfinedName, requireUsableLens, unknownLens } from '../reconstruction.ts';
import { duplicateId, poseFromQuaternion } from './binary.ts';

/** @throws DataFormatError `bad-line`; DataInvalidError `unknown-lens`, `bad-camera`, `duplicate-id`. */
export function readCamerasTxt(path: string): Map<number, Lens> {
  const lenses = new Map<number, Lens>();
  for (const { fields, line } of rows(path)) {
    const [id, model = '', width, height, ...parameters] = fields;
    if (!isLensModelName(model)) throw unknownLens(path, `line ${line} (${model})`);
    const numbers = parameters.map((field) => number(path, line, field));
    if (numbers.length !== lensParameterCount(model)) {
      throw badLine(
        path,
        line,
        `${model} takes ${lensParameterCount(model)} parameters, not ${numbers.length}`,
      );
    }
    const lensId = integer(path, line, id);
    if (lenses.has(lensId)) throw duplicateId(path, 'camera', lensId);
    const size = { width: integer(path, line, width), height: integer(path, line, height) };
    const lens = lensFromParameters(model, numbers, size);
    lenses.set(lensId, requireUsableLens(path, `line ${line}: camera ${lensId}`, lens));
  }
  return lenses;
}

/** @throws DataFormatError `bad-line`, `bad-name`; DataInvalidError `bad-pose`, `duplicate-id`, `path-traversal`. */
export function readImagesTxt(path: string): PosedImage[] {
  const images: PosedImage[] = [];
  const ids = new Set<number>();
  let isFeatureLine = false;
  for (const { text, line } of lines(path)) {
    if (isFeatureLine) {
      isFeatureLine = false;
      continue;
    }
    if (text.trim() === '') continue;
    isFeatureLine = true;
    // The name is the rest of the line: it may contain spaces.
    const match = /^\s*((?:\S+\s+){9})(.*?)\s*$/.exec(text);
    if (match === null)
      throw badLine(path, line, 'ten fields are expected: id, quaternion, translation, camera, name');
    const fields = match[1]!.trim().split(/\s+/);
    const id = integer(path, line, fields[0]);
    if (ids.has(id)) throw duplicateId(path, 'image', id);
    ids.add(id);
    const pose = Float64Array.from(fields.slice(1, 8), (field) => number(path, line, field));
    const name = requireConfinedName(path, `line ${line}`, match[2]!);
    const lensId = integer(path, line, fields[8]);
    images.push({ name, lensId, cameraToWorld: poseFromQuaternion(path, name, pose) });
  }
  return images;
}

/** @throws DataFormatError `bad-line`. */
export function readPointsTxt(path: string): Float64Array {
  const points: number[] = [];
  for (const { fields, line } of rows(path)) {
    for (const field of [fields[1], fields[2], fields[3]]) points.push(number(path, line, field));
  }
  return Float64Array.from(points);
}

const CHUNK_BYTES = 1 << 20;
/** A line of 2D features takes some 40 bytes a feature; beyond this the file has no lines. */
const MAX_LINE_BYTES = 1 << 26;
const NEWLINE = 0x0a;
const COMMENT = 0x23;

/** Chunk by chunk: the text of a large model is longer than a string may be. */
function* lines(path: string): Generator<{ text: string; line: number }> {
  const handle = openSync(path, 'r');
  try {
    const chunk = Buffer.alloc(Math.max(1, Math.min(CHUNK_BYTES, fstatSync(handle).size)));
    let held: Buffer = Buffer.alloc(0);
    let line = 0;
    for (let read = readSync(handle, chunk); read > 0; read = readSync(handle, chunk)) {
      const data =
        held.length === 0 ? chunk.subarray(0, read) : Buffer.concat([held, chunk.subarray(0, read)]);
      let start = 0;
      for (let end = data.indexOf(NEWLINE); end >= 0; end = data.indexOf(NEWLINE, start)) {
        line++;
        if (data[start] !== COMMENT) yield { text: data.toString('utf8', start, end), line };
        start = end + 1;
      }
      held = Buffer.from(data.subarray(start)); // A copy: the chunk is filled again.
      if (held.length > MAX_LINE_BYTES)
        throw badLine(path, line + 1, `it is longer than ${MAX_LINE_BYTES} bytes`);
    }
    if (held.length > 0 && held[0] !== COMMENT) yield { text: held.toString('utf8'), line: line + 1 };
  } finally {
    closeSync(handle);
  }
}

function* rows(path: string): Generator<{ fields: string[]; line: number }> {
  for (const { text, line } of lines(path)) {
    if (text.trim() !== '') yield { fields: text.trim().split(/\s+/), line };
  }
}

/** NaN and infinities pass: the pose and lens checks name the image or camera, which says more than the line. */
function number(path: string, line: number, field: string | undefined): number {
  if (field !== undefined && /^[+-]?(nan|inf(inity)?)$/i.test(field)) return Number.NaN;
  const value = field === undefined || field === '' ? Number.NaN : Number(field);
  if (Number.isNaN(value)) throw badLine(path, line, `"${(field ?? '').slice(0, 40)}" is not a number`);
  return value;
}

function integer(path: string, line: number, field: string | undefined): number {
  const value = number(path, line, field);
  if (!Number.isSafeInteger(value)) throw badLine(path, line, `"${field}" is not a whole number`);
  return value;
}

function badLine(path: string, line: number, what: string): DataFormatError {
  return new DataFormatError('bad-line', `${path}: line ${line}: ${what}.`, {
    remedy: 'Restore the file, or export the model again.',
  });
}
