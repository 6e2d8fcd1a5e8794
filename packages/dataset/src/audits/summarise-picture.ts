/** What audits keep of an encoded picture. */
import { DataFormatError } from '@parallax/lab';
import sharp from 'sharp';
import type { PictureSummary } from './probe.ts';

const GRID = 16;
/** One bit a cell: is it brighter than its left neighbour? */
export const HASH_BITS = GRID * GRID;
/** Edge of the colour thumbnail that classifiers look at. */
const THUMBNAIL = 8;

/** @throws DataFormatError `not-an-image`, naming the view. */
export async function summarisePicture(bytes: Uint8Array, viewId: string): Promise<PictureSummary> {
  const options = { failOn: 'error' } as const;
  const small = await sharp(bytes, options)
    .toColourspace('srgb')
    .removeAlpha()
    .resize(GRID + 1, GRID, { fit: 'fill' })
    .raw()
    .toBuffer()
    .catch((cause: unknown) => {
      throw new DataFormatError('not-an-image', `The picture of view ${viewId} cannot be decoded.`, {
        remedy: 'Make the data set again, or remove the damaged source picture.',
        cause,
      });
    });
  const luma = (x: number, y: number): number => {
    const at = 3 * (y * (GRID + 1) + x);
    return 0.299 * small[at]! + 0.587 * small[at + 1]! + 0.114 * small[at + 2]!;
  };
  const hash = new Uint32Array(HASH_BITS / 32);
  let sum = 0;
  for (let y = 0; y < GRID; y++) {
    for (let x = 0; x < GRID; x++) {
      sum += luma(x, y);
      const bit = y * GRID + x;
      if (luma(x + 1, y) > luma(x, y)) hash[bit >>> 5]! |= 1 << (bit & 31);
    }
  }
  return {
    brightness: sum / (GRID * GRID),
    hash,
    bytes: bytes.byteLength,
    thumbnail: thumbnailOf(small),
  };
}

/** Means of square blocks; the last column, which only the hash needs, is left out. */
function thumbnailOf(small: Uint8Array): number[] {
  const block = GRID / THUMBNAIL;
  const cells = new Array<number>(THUMBNAIL * THUMBNAIL * 3).fill(0);
  for (let y = 0; y < GRID; y++) {
    for (let x = 0; x < GRID; x++) {
      const cell = 3 * (Math.floor(y / block) * THUMBNAIL + Math.floor(x / block));
      const at = 3 * (y * (GRID + 1) + x);
      for (let c = 0; c < 3; c++) cells[cell + c]! += small[at + c]! / (255 * block * block);
    }
  }
  return cells;
}
