/** All sequences of a category of CO3D, read once from its annotations and kept while its captures are read. */
import { existsSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { DataFormatError, LabError } from '@parallax/lab';
import { parseRecord } from '@parallax/lab/node';
import { holdsNonFinite, parseTolerantJson } from '../reading/json-text.ts';
import { requireFinitePose } from '../reconstruction.ts';
import { arrayElements } from './array-elements.ts';
import { type Co3dFrame, Co3dFrameSchema, Co3dSequenceSchema } from './schema.ts';

export const FRAME_ANNOTATIONS = 'frame_annotations.jgz';
export const SEQUENCE_ANNOTATIONS = 'sequence_annotations.jgz';

export interface Co3dSequence {
  /** Frames with a viewpoint, in the file's order. */
  readonly frames: Co3dFrame[];
  /** Frames without one. */
  unposed: number;
  /** What is wrong with a frame of it: thrown when this sequence is asked for, and not when another one is. */
  failure: LabError | null;
  /** Null where the file of sequences does not say. */
  quality: number | null;
}

export interface Co3dCategory {
  readonly sequences: ReadonlyMap<string, Co3dSequence>;
  readonly warnings: readonly string[];
}

/** Scans go category by category; a second one is kept for whoever reads two in turn. */
const KEPT = 2;
const kept = new Map<string, Promise<Co3dCategory>>();

/**
 * @param folder of the category, with frame_annotations.jgz and perhaps sequence_annotations.jgz.
 * @throws DataFormatError `truncated`, `not-json`, `wrong-shape`, `too-large`.
 */
export function readCo3dCategory(folder: string): Promise<Co3dCategory> {
  const path = join(folder, FRAME_ANNOTATIONS);
  const { mtimeMs, size } = statSync(path);
  const key = `${path}\n${mtimeMs}\n${size}`;
  const known = kept.get(key);
  kept.delete(key);
  const category = known ?? readCategory(folder, path);
  kept.set(key, category);
  for (const oldest of kept.keys()) {
    if (kept.size > KEPT) kept.delete(oldest);
  }
  return category;
}

async function readCategory(folder: string, path: string): Promise<Co3dCategory> {
  const sequences = new Map<string, Co3dSequence>();
  let index = 0;
  for await (const text of arrayElements(path)) addFrame(path, index++, text, sequences);
  const warnings: string[] = [];
  const about = join(folder, SEQUENCE_ANNOTATIONS);
  if (existsSync(about)) {
    try {
      await addQualities(about, sequences);
    } catch (error) {
      if (!(error instanceof DataFormatError)) throw error;
      warnings.push(`The quality of the viewpoints is not known: ${error.message}`);
    }
  }
  return { sequences, warnings };
}

function addFrame(path: string, index: number, text: string, sequences: Map<string, Co3dSequence>): void {
  const record = `annotation ${index}`;
  const value = parseElement(path, record, text);
  const name = (value as { sequence_name?: unknown }).sequence_name;
  if (typeof name !== 'string' || !/^[^/\\]+$/.test(name) || /^\.+$/.test(name)) {
    // Without a name it belongs to no sequence that could be left out alone.
    throw new DataFormatError(
      'wrong-shape',
      `${path}: ${record}: key sequence_name: a folder's name is expected.`,
      {
        remedy: 'Copy the file again from its source.',
      },
    );
  }
  let sequence = sequences.get(name);
  if (sequence === undefined) {
    sequence = { frames: [], unposed: 0, failure: null, quality: null };
    sequences.set(name, sequence);
  }
  if (sequence.failure !== null) return;
  try {
    rejectNonFinite(path, `${record} (sequence ${name})`, value);
    const frame = parseRecord(`${path}: ${record}`, value, Co3dFrameSchema);
    if (frame.viewpoint === null || frame.viewpoint === undefined) sequence.unposed++;
    else sequence.frames.push(compact(frame));
  } catch (error) {
    if (!(error instanceof LabError)) throw error;
    sequence.failure ??= error;
  }
}

/** Without what is not read: masks and depths are most of an annotation. */
function compact({ sequence_name, frame_number, image, viewpoint }: Co3dFrame): Co3dFrame {
  return { sequence_name, frame_number, image: { path: image.path, size: image.size }, viewpoint };
}

async function addQualities(path: string, sequences: ReadonlyMap<string, Co3dSequence>): Promise<void> {
  let index = 0;
  for await (const text of arrayElements(path)) {
    const record = `${path}: annotation ${index}`;
    const value = parseElement(path, `annotation ${index++}`, text);
    const { sequence_name, viewpoint_quality_score } = parseRecord(record, value, Co3dSequenceSchema);
    const sequence = sequences.get(sequence_name);
    if (sequence !== undefined) sequence.quality = viewpoint_quality_score ?? null;
  }
}

function parseElement(path: string, record: string, text: string): object {
  try {
    return parseTolerantJson(text) as object; // It starts with a brace.
  } catch (cause) {
    throw new DataFormatError('not-json', `${path}: ${record} is not JSON: ${(cause as Error).message}.`, {
      remedy: 'Copy the file again from its source.',
      cause,
    });
  }
}

function rejectNonFinite(path: string, record: string, value: object): void {
  const viewpoint = (value as { viewpoint?: Readonly<Record<string, unknown>> | null }).viewpoint;
  if (viewpoint === null || typeof viewpoint !== 'object') return;
  for (const key of ['R', 'T', 'focal_length', 'principal_point']) {
    if (holdsNonFinite(viewpoint[key])) requireFinitePose(path, record, [Number.NaN]);
  }
}
