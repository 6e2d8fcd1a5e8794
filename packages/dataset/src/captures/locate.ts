/** Finds what a folder holds (a COLMAP model, a file of poses, a scan, a sequence of a category) and where its images are. */
import { closeSync, existsSync, openSync, readdirSync, readSync, statSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { ConfigError, DataFormatError } from '@parallax/lab';
import { FRAME_ANNOTATIONS } from './co3d/category.ts';
import { isColmapModel } from './colmap/read-colmap.ts';

export const layoutChoices = ['auto', 'colmap', 'transforms', 'co3d', 'scannet', 'json'] as const;
export type LayoutChoice = (typeof layoutChoices)[number];

export interface CaptureLayout {
  readonly kind: Exclude<LayoutChoice, 'auto'>;
  /** Model folder, scene folder, category folder, or the JSON file itself. */
  readonly poses: string;
  /** Of a category: which one; null: the only one. */
  readonly sequence: string | null;
  /** Folders in which image names are looked up, best first. */
  readonly imageRoots: readonly string[];
  readonly warnings: readonly string[];
}

const TRANSFORMS_NAMES = ['transforms.json', 'transforms_train.json'];
const OWN_NAME = 'capture.json';
/** What a file of our own JSON format has near its start. */
const OWN_MARK = /"format"\s*:\s*"parallax-capture"/;

/** Looked for in this order: where several are there, the first is the original. */
const finders: readonly [Exclude<LayoutChoice, 'auto'>, (folder: string) => CaptureLayout | null][] = [
  ['colmap', colmapLayout],
  ['transforms', transformsIn],
  ['json', jsonIn],
  ['scannet', scannetLayout],
  ['co3d', co3dLayout],
];

/**
 * Where both a sparse model and a transforms.json exist, `auto` takes the model: it is the original.
 * @throws ConfigError `folder-missing`; DataFormatError `not-a-capture` naming what was looked for.
 */
export function locateCapture(folder: string, choice: LayoutChoice = 'auto'): CaptureLayout {
  const isThere = existsSync(folder);
  if (isThere && statSync(folder).isFile()) {
    const layout = jsonFile(folder, choice);
    if (layout !== null) return layout;
    throw notACapture(folder, choice);
  }
  // A sequence of CO3D is known by its category's file: poses can be read before its images are there.
  const usable = isThere ? finders : finders.filter(([kind]) => kind === 'co3d');
  for (const [kind, find] of usable) {
    const layout = choice === 'auto' || choice === kind ? find(folder) : null;
    if (layout !== null) return layout;
  }
  if (isThere) throw notACapture(folder, choice);
  throw new ConfigError('folder-missing', `Capture folder ${folder} does not exist.`, {
    remedy: 'Check the path.',
  });
}

/** Cheap look at a folder's entries: worth reading as a capture, even if it then turns out to be damaged. */
export function looksLikeCapture(entries: ReadonlySet<string>): boolean {
  return (
    entries.has('sparse') ||
    entries.has('images.bin') ||
    entries.has('images.txt') ||
    entries.has(OWN_NAME) ||
    TRANSFORMS_NAMES.some((name) => entries.has(name)) ||
    (entries.has('pose') && SCAN_MARKS.some((name) => entries.has(name)))
  );
}

function colmapLayout(folder: string): CaptureLayout | null {
  for (const base of ['sparse', 'colmap/sparse']) {
    const models = numberedModels(join(folder, base));
    const first = models[0];
    if (first !== undefined) {
      const others = models.length - 1;
      const warnings =
        others > 0
          ? [`${join(folder, base)} holds ${models.length} models; ${first} is used, ${others} left out.`]
          : [];
      return {
        kind: 'colmap',
        poses: join(folder, base, first),
        sequence: null,
        imageRoots: imageRootsOf(folder),
        warnings,
      };
    }
  }
  for (const poses of [join(folder, 'sparse'), folder]) {
    if (isColmapModel(poses)) {
      // DIR may itself be sparse/0 of a capture: its images are then beside "sparse".
      const roots = poses === folder ? [folder, dirname(folder), dirname(dirname(folder))] : [folder];
      const imageRoots = roots.flatMap(imageRootsOf);
      return { kind: 'colmap', poses, sequence: null, imageRoots, warnings: [] };
    }
  }
  return null;
}

function transformsIn(folder: string): CaptureLayout | null {
  const name = TRANSFORMS_NAMES.find((candidate) => existsSync(join(folder, candidate)));
  return name === undefined ? null : transformsLayout(join(folder, name));
}

function transformsLayout(file: string): CaptureLayout {
  return jsonLayout('transforms', file);
}

function jsonIn(folder: string): CaptureLayout | null {
  const file = join(folder, OWN_NAME);
  return existsSync(file) ? jsonLayout('json', file) : null;
}

/** A JSON file named itself: our own says so, any other is a transforms.json. */
function jsonFile(file: string, choice: LayoutChoice): CaptureLayout | null {
  if (choice === 'json' || choice === 'transforms') return jsonLayout(choice, file);
  if (choice !== 'auto' || !file.endsWith('.json')) return null;
  return jsonLayout(OWN_MARK.test(startOf(file)) ? 'json' : 'transforms', file);
}

/** Names are relative to the file, or to images/ beside it once that common prefix is taken off. */
function jsonLayout(kind: 'json' | 'transforms', file: string): CaptureLayout {
  const folder = dirname(file);
  return { kind, poses: file, sequence: null, imageRoots: [join(folder, 'images'), folder], warnings: [] };
}

function startOf(file: string): string {
  const bytes = Buffer.alloc(4096);
  const handle = openSync(file, 'r');
  try {
    return bytes.toString('utf8', 0, readSync(handle, bytes));
  } finally {
    closeSync(handle);
  }
}

const SCAN_MARKS = ['color', 'intrinsic', 'intrinsic_color.txt'];

function scannetLayout(folder: string): CaptureLayout | null {
  const isScan = [['pose'], SCAN_MARKS].every((names) =>
    names.some((name) => existsSync(join(folder, name))),
  );
  if (!isScan) return null;
  return {
    kind: 'scannet',
    poses: folder,
    sequence: null,
    imageRoots: [join(folder, 'color')],
    warnings: [],
  };
}

/** True for the folder of a sequence (there or not) beside the annotations of its category. */
export function isCo3dSequence(folder: string): boolean {
  return co3dLayout(folder)?.sequence != null;
}

/** The folder of a sequence, or of a category that has only one. */
function co3dLayout(folder: string): CaptureLayout | null {
  const layout = (category: string, sequence: string | null): CaptureLayout => ({
    kind: 'co3d',
    poses: category,
    sequence,
    imageRoots: [join(folder, 'images'), folder],
    warnings: [],
  });
  if (existsSync(join(folder, FRAME_ANNOTATIONS))) return layout(folder, null);
  const category = join(folder, '..');
  return existsSync(join(category, FRAME_ANNOTATIONS)) ? layout(category, basename(resolve(folder))) : null;
}

/** "0", "1", ... in numerical order, those that hold a model. */
function numberedModels(folder: string): string[] {
  if (!existsSync(folder) || !statSync(folder).isDirectory()) return [];
  return readdirSync(folder)
    .filter((name) => /^\d+$/.test(name) && isColmapModel(join(folder, name)))
    .sort((a, b) => Number(a) - Number(b));
}

function imageRootsOf(folder: string): string[] {
  return [join(folder, 'images'), join(folder, 'input'), folder];
}

function notACapture(folder: string, choice: LayoutChoice): DataFormatError {
  const wanted = {
    colmap: 'sparse/0/images.bin or .txt',
    transforms: 'transforms.json',
    json: OWN_NAME,
    scannet: 'pose/ with color/ or intrinsic/ beside it',
    co3d: `${FRAME_ANNOTATIONS} of its category`,
  };
  const text = choice === 'auto' ? Object.values(wanted).join(', nor ') : wanted[choice];
  return new DataFormatError('not-a-capture', `${folder} has no ${text}.`, {
    remedy: 'Name the folder of one capture: images/ with sparse/0/ or transforms.json beside it.',
  });
}
