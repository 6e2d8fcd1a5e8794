/** One real capture: poses, pinhole cameras, and the frame (up axis, object centre, scale) estimated from them. */
import { existsSync, readdirSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import {
  angleBetweenDeg,
  estimateCentre,
  estimateScale,
  estimateUp,
  type Intrinsics,
  isFiniteVec3,
  type Lens,
  length,
  normalize,
  pinholeFromLens,
  type Vec3,
} from '@parallax/geometry';
import type { Camera } from '@parallax/geometry/schema';
import { ConfigError, DataInvalidError } from '@parallax/lab';
import { codeCommit, sha256 } from '@parallax/lab/node';
import type { Capture, Split } from '../schema.ts';
import type { CaptureView } from './capture-view.ts';
import { readCo3dSequence } from './co3d/read-co3d.ts';
import { readColmapModel } from './colmap/read-colmap.ts';
import { readJsonCapture } from './json/read-json.ts';
import { type CaptureLayout, type LayoutChoice, locateCapture } from './locate.ts';
import { checkReconstruction, type Reconstruction } from './reconstruction.ts';
import { readScannet } from './scannet/read-scannet.ts';
import { readTransforms } from './transforms/read-transforms.ts';

export interface ReadCaptureOptions {
  /** Overrides of the estimates, in the reconstruction's frame; `up` of any length. */
  readonly up?: Vec3;
  readonly centre?: Vec3;
  /** "test" if not given: a capture that nobody assigned is not for training. */
  readonly split?: Split;
  /** Made from the folder's name and the source's digest if not given. */
  readonly captureId?: string;
  /** True: a posed image that is not on disk is an error; false (default): a warning. */
  readonly requireImages?: boolean;
  readonly format?: LayoutChoice;
}

export interface LoadedCapture {
  readonly capture: Capture;
  /** In the order of the source. */
  readonly views: readonly CaptureView[];
  readonly warnings: readonly string[];
  /** Which world `up`, `centre` and the cameras are in, for people. */
  readonly frame: string;
}

/**
 * Reads a COLMAP model (binary or text), an MVImgNet instance, a transforms.json, a sequence of CO3D, a scene of ScanNet
 * or a capture.json.
 * @throws ConfigError, DataFormatError or DataInvalidError naming file and record; codes: README.md beside this file.
 */
export async function readCapture(folder: string, options: ReadCaptureOptions = {}): Promise<LoadedCapture> {
  const layout = locateCapture(folder, options.format);
  const needsPoints = options.centre === undefined;
  const reconstruction = await readPoses(layout, needsPoints);
  checkReconstruction(reconstruction);
  const warnings = [...layout.warnings, ...reconstruction.warnings];
  const views = viewsOf(reconstruction, layout.imageRoots, warnings);
  reportMissingImages(reconstruction, views, options.requireImages ?? false, warnings);
  const frame = estimateFrame(views, reconstruction, options, warnings);
  const sourceDigest = digestOf(reconstruction);
  const capture: Capture = {
    type: 'capture',
    schemaVersion: 1,
    codeCommit: codeCommit(),
    captureId: options.captureId ?? `${slug(folder)}-${sourceDigest.slice(0, 8)}`,
    split: options.split ?? 'test',
    format: reconstruction.format,
    folder,
    sourceDigest,
    ...frame,
    warnings,
  };
  return { capture, views, warnings, frame: reconstruction.frame };
}

function readPoses(layout: CaptureLayout, needsPoints: boolean): Reconstruction | Promise<Reconstruction> {
  switch (layout.kind) {
    case 'colmap':
      return readColmapModel(layout.poses, needsPoints);
    case 'transforms':
      return readTransforms(layout.poses);
    case 'json':
      return readJsonCapture(layout.poses);
    case 'scannet':
      return readScannet(layout.poses);
    case 'co3d':
      return readCo3dSequence(layout.poses, layout.sequence);
  }
}

function viewsOf(source: Reconstruction, roots: readonly string[], warnings: string[]): CaptureView[] {
  const pathOf = imageFinder(source, roots);
  const pinholes = new Map<number, Intrinsics>();
  for (const [lensId, lens] of source.lenses) {
    const pinhole = pinholeFromLens(lens);
    if (pinhole === null) {
      warnings.push(
        `Camera ${lensId}: its ${lens.model} lens folds over inside the picture; its images cannot be used.`,
      );
    }
    const { fx, fy, cx, cy, width, height } = lens;
    pinholes.set(lensId, pinhole ?? { fx, fy, cx, cy, width, height });
  }
  return source.images.map(({ name, lensId, cameraToWorld }) => ({
    name,
    // Both are there: checkReconstruction looked.
    camera: { intrinsics: pinholes.get(lensId)!, cameraToWorld },
    lens: source.lenses.get(lensId)!,
    imagePath: pathOf(name),
  }));
}

/** Looks names up in the first root that has any of them. Folders are listed once: captures have many images. */
function imageFinder(source: Reconstruction, roots: readonly string[]): (name: string) => string | null {
  const listings = new Map<string, ReadonlySet<string>>();
  const isFile = (path: string): boolean => {
    const folder = dirname(path);
    let listing = listings.get(folder);
    if (listing === undefined) {
      listing = new Set(existsSync(folder) ? readdirSync(folder) : []);
      listings.set(folder, listing);
    }
    return listing.has(basename(path));
  };
  const root = roots.find((candidate) => source.images.some((image) => isFile(join(candidate, image.name))));
  return (name) => (root !== undefined && isFile(join(root, name)) ? join(root, name) : null);
}

function reportMissingImages(
  source: Reconstruction,
  views: readonly CaptureView[],
  isError: boolean,
  warnings: string[],
): void {
  const missing = views.filter((view) => view.imagePath === null);
  const first = missing[0];
  if (first === undefined) return;
  const text = `${missing.length} of ${views.length} images of ${source.poseFile} are not on disk, the first is "${first.name}".`;
  if (isError) {
    throw new DataInvalidError('image-missing', text, {
      remedy: 'Restore the images beside the model (images/), or remove their records.',
    });
  }
  warnings.push(text);
}

function estimateFrame(
  views: readonly CaptureView[],
  source: Reconstruction,
  options: ReadCaptureOptions,
  warnings: string[],
): Pick<Capture, 'up' | 'centre' | 'scale' | 'estimates'> {
  const cameras = views.map((view) => view.camera);
  const [givenUp, givenCentre] = [options.up ?? source.up, options.centre ?? source.centre];
  const upEstimate = givenUp === undefined ? estimateUp(cameras) : null;
  const centreEstimate =
    givenCentre === undefined ? estimateCentre(cameras, { points: source.points }) : null;
  if (options.up === undefined && source.up !== undefined) checkStatedUp(source.up, cameras, warnings);
  const up = normalize(requireVector('up', upEstimate?.up ?? givenUp));
  const centre = requireVector('centre', centreEstimate?.centre ?? givenCentre);
  if (length(up) === 0) throw badVector('up', 'has no length');
  const scale = estimateScale(cameras, centre);
  if (!(scale.scale > 0)) throw badVector('centre', 'is where all cameras are');
  for (const estimate of [upEstimate, centreEstimate, scale]) warnings.push(...(estimate?.warnings ?? []));
  const given = (byOption: Vec3 | undefined) => ({ method: byOption === undefined ? 'source' : 'given' });
  return {
    up,
    centre,
    scale: scale.scale,
    estimates: {
      up: upEstimate ?? given(options.up),
      centre: centreEstimate ?? given(options.centre),
      scale,
    },
  };
}

/** Beyond it a stated up axis and the one that the cameras suggest are worth a look. */
const UP_DISAGREEMENT_DEG = 15;

function checkStatedUp(stated: Vec3, cameras: readonly Camera[], warnings: string[]): void {
  const { up, method } = estimateUp(cameras);
  const differenceDeg = angleBetweenDeg(stated, up);
  if (method === 'level-axes' && differenceDeg > UP_DISAGREEMENT_DEG) {
    warnings.push(
      `The up axis that the source states and that of the cameras differ by ${differenceDeg.toFixed(0)} degrees.`,
    );
  }
}

function requireVector(name: string, value: Vec3 | undefined): Vec3 {
  if (value === undefined || !isFiniteVec3(value)) throw badVector(name, 'is not three finite numbers');
  return value;
}

function badVector(name: string, what: string): ConfigError {
  return new ConfigError('bad-vector', `The ${name} vector ${what}.`, {
    remedy: `Give --${name} as x,y,z in the reconstruction's frame, or leave it out to have it estimated.`,
  });
}

/**
 * Digest of what was read: names, poses and lenses, whatever the file format around them; and up and centre where the
 * source states them.
 */
function digestOf(source: Reconstruction): string {
  const lens = (value: Lens | undefined): unknown => value;
  const images = source.images.map(({ name, lensId, cameraToWorld }) => [
    name,
    cameraToWorld,
    lens(source.lenses.get(lensId)),
  ]);
  const stated =
    source.up === undefined && source.centre === undefined ? [] : [{ up: source.up, centre: source.centre }];
  return sha256(JSON.stringify([...images, ...stated]));
}

/** The last two folders as one name that is safe in a file system: "statue-buddha". */
function slug(folder: string): string {
  const parts = resolve(folder)
    .split(/[\\/]/)
    .filter((part) => part !== '')
    .slice(-2);
  const text = parts
    .join('-')
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-');
  return text.replaceAll(/^-+|-+$/g, '').slice(-60) || 'capture';
}
