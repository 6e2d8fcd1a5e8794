/** Mean brightness and difference hash of an encoded picture. */
import { DataFormatError } from '@parallax/lab';
import sharp from 'sharp';
import type { PictureSummary } from './probe.ts';

const GRID = 16;
/** One bit a cell: is it brighter than its left neighbour? */
export const HASH_BITS = GRID * GRID;

/** @throws DataFormatError `not-an-image`, naming the view. */
export async function summarisePicture(bytes: Uint8Array, viewId: string): Promise<PictureSummary> {
  const options = { failOn: 'error' } as const;
  const small = await sharp(bytes, options)
    .greyscale()
    .resize(GRID + 1, GRID, { fit: 'fill' })
    .raw()
    .toBuffer()
    .catch((cause: unknown) => {
      throw new DataFormatError('not-an-image', `The picture of view ${viewId} cannot be decoded.`, {
        remedy: 'Make the data set again, or remove the damaged source picture.',
        cause,
      });
    });
  const hash = new Uint32Array(HASH_BITS / 32);
  let sum = 0;
  for (let y = 0; y < GRID; y++) {
    for (let x = 0; x < GRID; x++) {
      const at = y * (GRID + 1) + x;
      sum += small[at]!;
      const bit = y * GRID + x;
      if (small[at + 1]! > small[at]!) hash[bit >>> 5]! |= 1 << (bit & 31);
    }
  }
  return { brightness: sum / (GRID * GRID), hash };
}
