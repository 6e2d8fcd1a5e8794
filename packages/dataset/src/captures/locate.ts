/** Finds what a folder holds: a COLMAP model, an MVImgNet instance, or a transforms.json, and where its images are. */
import { existsSync, readdirSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { ConfigError, DataFormatError } from '@parallax/lab';
import { isColmapModel } from './colmap/read-colmap.ts';

export type LayoutChoice = 'auto' | 'colmap' | 'transforms';

export interface CaptureLayout {
  readonly kind: 'colmap' | 'transforms';
  /** Model folder, or the transforms.json itself. */
  readonly poses: string;
  /** Folders in which image names are looked up, best first. */
  readonly imageRoots: readonly string[];
  readonly warnings: readonly string[];
}

const TRANSFORMS_NAMES = ['transforms.json', 'transforms_train.json'];

/**
 * Where both a sparse model and a transforms.json exist, `auto` takes the model: it is the original.
 * @throws ConfigError `folder-missing`; DataFormatError `not-a-capture` naming what was looked for.
 */
export function locateCapture(folder: string, choice: LayoutChoice = 'auto'): CaptureLayout {
  if (!existsSync(folder)) {
    throw new ConfigError('folder-missing', `Capture folder ${folder} does not exist.`, {
      remedy: 'Check the path.',
    });
  }
  if (statSync(folder).isFile()) {
    if (choice !== 'colmap' && folder.endsWith('.json')) return transformsLayout(folder);
    throw notACapture(folder, choice);
  }
  const layout =
    (choice === 'transforms' ? null : colmapLayout(folder)) ??
    (choice === 'colmap' ? null : transformsIn(folder));
  if (layout === null) throw notACapture(folder, choice);
  return layout;
}

/** Cheap look at a folder's entries: worth reading as a capture, even if it then turns out to be damaged. */
export function looksLikeCapture(entries: ReadonlySet<string>): boolean {
  return (
    entries.has('sparse') ||
    entries.has('images.bin') ||
    entries.has('images.txt') ||
    TRANSFORMS_NAMES.some((name) => entries.has(name))
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
      return { kind: 'colmap', poses: join(folder, base, first), imageRoots: imageRootsOf(folder), warnings };
    }
  }
  for (const poses of [join(folder, 'sparse'), folder]) {
    if (isColmapModel(poses)) {
      // DIR may itself be sparse/0 of a capture: its images are then beside "sparse".
      const roots = poses === folder ? [folder, dirname(folder), dirname(dirname(folder))] : [folder];
      return { kind: 'colmap', poses, imageRoots: roots.flatMap(imageRootsOf), warnings: [] };
    }
  }
  return null;
}

function transformsIn(folder: string): CaptureLayout | null {
  const name = TRANSFORMS_NAMES.find((candidate) => existsSync(join(folder, candidate)));
  return name === undefined ? null : transformsLayout(join(folder, name));
}

function transformsLayout(file: string): CaptureLayout {
  // Names are relative to the file, or to images/ beside it once that common prefix is taken off.
  const folder = dirname(file);
  return { kind: 'transforms', poses: file, imageRoots: [join(folder, 'images'), folder], warnings: [] };
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
    auto: 'sparse/0/images.bin or .txt, nor a transforms.json',
    colmap: 'sparse/0/images.bin or .txt',
    transforms: 'transforms.json',
  };
  return new DataFormatError('not-a-capture', `${folder} has no ${wanted[choice]}.`, {
    remedy: 'Name the folder of one capture: images/ with sparse/0/ or transforms.json beside it.',
  });
}
