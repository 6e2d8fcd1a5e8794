/** Cuts pixels into equal tiles and puts them together in another order. */
import type { PictureEdit } from './schema.ts';

/** Rows of pixels from the top, `channels` bytes a pixel. */
export interface Pixels {
  readonly data: Uint8Array;
  readonly width: number;
  readonly height: number;
  readonly channels: number;
}

/**
 * Pixels beyond a whole number of tiles, at the right and at the bottom, are cut away, so that all tiles are equal.
 * @throws RangeError when the picture has fewer pixels than tiles along a side.
 */
export function shuffleTiles({ data, width, height, channels }: Pixels, edit: PictureEdit): Pixels {
  const { rows, columns, order } = edit;
  const [tileWidth, tileHeight] = [Math.floor(width / columns), Math.floor(height / rows)];
  if (tileWidth === 0 || tileHeight === 0) {
    throw new RangeError(`${columns} by ${rows} tiles of a picture of ${width} by ${height} pixels.`);
  }
  const bytes = tileWidth * channels;
  const out = new Uint8Array(bytes * columns * tileHeight * rows);
  for (const [place, tile] of order.entries()) {
    const [fromX, fromY] = [(tile % columns) * tileWidth, Math.floor(tile / columns) * tileHeight];
    const [toColumn, toY] = [place % columns, Math.floor(place / columns) * tileHeight];
    for (let y = 0; y < tileHeight; y++) {
      const from = ((fromY + y) * width + fromX) * channels;
      out.set(data.subarray(from, from + bytes), ((toY + y) * columns + toColumn) * bytes);
    }
  }
  return { data: out, width: tileWidth * columns, height: tileHeight * rows, channels };
}
