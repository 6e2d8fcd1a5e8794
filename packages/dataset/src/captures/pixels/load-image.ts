/** A posed photograph as the pinhole picture that its camera record describes. */
import {
  hasDistortion,
  type Intrinsics,
  type Lens,
  pinholeFromLens,
  resizeIntrinsics,
} from '@parallax/geometry';
import type { Camera } from '@parallax/geometry/schema';
import { DataInvalidError } from '@parallax/lab';
import sharp from 'sharp';
import type { CaptureView } from '../capture-view.ts';
import { unreadableImage } from './measure-image.ts';
import { type RemapTable, remapRgb, remapTable } from './remap.ts';

export interface LoadImageOptions {
  /** The picture is made to fit a square of this side; a smaller one keeps its size. No padding, no cropping. */
  readonly imageSizePx: number;
  readonly jpegQuality?: number;
}

export interface LoadedImage {
  /** JPEG, sRGB. */
  readonly bytes: Uint8Array;
  /** The view's camera with the intrinsics of exactly these pixels. */
  readonly camera: Camera;
}

/** Sides may differ by this share from the calibrated shape: rounding of a resized copy. */
const MAX_ASPECT_CHANGE = 0.01;
const MAX_PIXELS = 100_000_000;

/**
 * Reads, undistorts, resizes and encodes photographs. One loader per capture: it keeps the resampling table of a lens.
 * EXIF orientation is ignored, as in COLMAP, whose poses describe the stored pixels.
 */
export function createImageLoader(options: LoadImageOptions): (view: CaptureView) => Promise<LoadedImage> {
  const tables = new Map<string, { pinhole: Intrinsics; table: RemapTable | null }>();
  return async (view) => {
    if (view.imagePath === null) {
      throw new DataInvalidError('image-missing', `Image "${view.name}" has a pose but is not on disk.`, {
        remedy: 'Restore the image, or remove it from the model.',
      });
    }
    const decoded = await decode(view.imagePath);
    const lens = lensAtSize(view, decoded);
    const key = JSON.stringify(lens);
    let entry = tables.get(key);
    if (entry === undefined) {
      entry = preparePinhole(view, lens);
      tables.set(key, entry);
    }
    const { pinhole, table } = entry;
    const pixels =
      table === null ? decoded.pixels : remapRgb(decoded.pixels, decoded.width, decoded.height, table);
    const factor = Math.min(1, options.imageSizePx / Math.max(pinhole.width, pinhole.height));
    const width = Math.max(1, Math.round(pinhole.width * factor));
    const height = Math.max(1, Math.round(pinhole.height * factor));
    const raw = sharp(pixels, { raw: { width: pinhole.width, height: pinhole.height, channels: 3 } });
    const bytes = await raw
      .resize(width, height, { fit: 'fill' })
      .jpeg({ quality: options.jpegQuality ?? 95, chromaSubsampling: '4:4:4' })
      .toBuffer();
    const intrinsics = resizeIntrinsics(pinhole, width, height);
    return { bytes, camera: { intrinsics, cameraToWorld: view.camera.cameraToWorld } };
  };
}

async function decode(path: string): Promise<{ pixels: Uint8Array; width: number; height: number }> {
  try {
    const image = sharp(path, { failOn: 'error', limitInputPixels: MAX_PIXELS });
    const { data, info } = await image
      .flatten()
      .toColourspace('srgb')
      .removeAlpha()
      .raw()
      .toBuffer({ resolveWithObject: true });
    if (info.channels !== 3) throw new Error(`${info.channels} colour channels`);
    return { pixels: data, width: info.width, height: info.height };
  } catch (cause) {
    throw unreadableImage(path, cause);
  }
}

/** The lens for a picture that is a scaled copy of those it was calibrated on. */
function lensAtSize(view: CaptureView, size: { width: number; height: number }): Lens {
  const { lens } = view;
  const [sx, sy] = [size.width / lens.width, size.height / lens.height];
  if (Math.abs(sx / sy - 1) > MAX_ASPECT_CHANGE) {
    throw new DataInvalidError(
      'image-size-mismatch',
      `${view.imagePath} is ${size.width}x${size.height}, its camera record says ${lens.width}x${lens.height}.`,
      {
        remedy: 'Use the images from which the model was made, or copies scaled without cropping or turning.',
      },
    );
  }
  return { ...lens, ...size, fx: lens.fx * sx, fy: lens.fy * sy, cx: lens.cx * sx, cy: lens.cy * sy };
}

function preparePinhole(view: CaptureView, lens: Lens): { pinhole: Intrinsics; table: RemapTable | null } {
  const pinhole = pinholeFromLens(lens);
  if (pinhole === null) {
    throw new DataInvalidError(
      'cannot-undistort',
      `Image "${view.name}": its ${lens.model} lens folds over inside the picture and has no pinhole equivalent.`,
      { remedy: 'Correct the camera record, or undistort the capture with the tool that calibrated it.' },
    );
  }
  return { pinhole, table: hasDistortion(lens) ? remapTable(lens, pinhole) : null };
}
