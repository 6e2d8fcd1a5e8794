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

export type LoadImageOptions = {
  readonly jpegQuality?: number;
} & (
  | {
      /** The picture is made to fit a square of this side; a smaller one keeps its size. No padding, no cropping. */
      readonly imageSizePx: number;
    }
  | {
      /** The size that a record states; a picture that is smaller, or of another shape, is refused. */
      readonly exactSize: { readonly width: number; readonly height: number };
    }
);

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
    const { width, height } = sizeOf(view, pinhole, options);
    const raw = sharp(pixels, { raw: { width: pinhole.width, height: pinhole.height, channels: 3 } });
    const bytes = await raw
      .resize(width, height, { fit: 'fill' })
      .jpeg({ quality: options.jpegQuality ?? 95, chromaSubsampling: '4:4:4' })
      .toBuffer();
    const intrinsics = resizeIntrinsics(pinhole, width, height);
    return { bytes, camera: { intrinsics, cameraToWorld: view.camera.cameraToWorld } };
  };
}

function sizeOf(
  view: CaptureView,
  pinhole: Intrinsics,
  options: LoadImageOptions,
): { width: number; height: number } {
  if ('imageSizePx' in options) return fittingSize(pinhole, options.imageSizePx);
  const { width, height } = options.exactSize;
  const [sx, sy] = [pinhole.width / width, pinhole.height / height];
  // One pixel of rounding on a side is that of a scaled copy; more is another picture.
  const rounding = Math.max(1 / width, 1 / height);
  if (Math.min(sx, sy) >= 1 - rounding && Math.abs(sx / sy - 1) <= MAX_ASPECT_CHANGE + rounding) {
    return { width, height };
  }
  throw new DataInvalidError(
    'image-size-mismatch',
    `${view.imagePath} gives a picture of ${pinhole.width}x${pinhole.height}, its record says ${width}x${height}.`,
    {
      remedy:
        'Use the images from which the data set was made, or copies that are not smaller than its record.',
    },
  );
}

/** Size of a picture that is made to fit a square of `imageSizePx`; a smaller one keeps its size. */
export function fittingSize(
  { width, height }: Pick<Intrinsics, 'width' | 'height'>,
  imageSizePx: number,
): { width: number; height: number } {
  const factor = Math.min(1, imageSizePx / Math.max(width, height));
  return {
    width: Math.max(1, Math.round(width * factor)),
    height: Math.max(1, Math.round(height * factor)),
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
