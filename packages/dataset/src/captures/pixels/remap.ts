/** Resamples a picture through a lens into the picture that a pinhole camera would have taken. */
import { type Intrinsics, type Lens, sourcePixel } from '@parallax/geometry';

/** Source coordinates of every pixel of the new picture, x then y, in pixel units with centres at whole numbers. */
export interface RemapTable {
  readonly width: number;
  readonly height: number;
  readonly source: Float32Array;
}

/** The table depends on the lens alone: one serves all pictures of a capture. */
export function remapTable(lens: Lens, pinhole: Intrinsics): RemapTable {
  const { width, height } = pinhole;
  const source = new Float32Array(2 * width * height);
  let at = 0;
  for (let row = 0; row < height; row++) {
    for (let column = 0; column < width; column++) {
      const { x, y } = sourcePixel(lens, pinhole, column + 0.5, row + 0.5);
      source[at++] = x - 0.5;
      source[at++] = y - 0.5;
    }
  }
  return { width, height, source };
}

/**
 * Bilinear resampling. Pixels whose source lies outside take the nearest border pixel: with `pinholeFromLens` that is
 * at most half a pixel away.
 * @param pixels RGB, 8 bits, row by row.
 */
export function remapRgb(pixels: Uint8Array, width: number, height: number, table: RemapTable): Uint8Array {
  const { source } = table;
  const out = new Uint8Array(table.width * table.height * 3);
  for (let i = 0; i < table.width * table.height; i++) {
    const x = Math.min(Math.max(source[2 * i]!, 0), width - 1);
    const y = Math.min(Math.max(source[2 * i + 1]!, 0), height - 1);
    const [x0, y0] = [Math.floor(x), Math.floor(y)];
    const x1 = Math.min(x0 + 1, width - 1);
    const y1 = Math.min(y0 + 1, height - 1);
    const [fx, fy] = [x - x0, y - y0];
    for (let channel = 0; channel < 3; channel++) {
      const above = mix(
        pixels[(y0 * width + x0) * 3 + channel]!,
        pixels[(y0 * width + x1) * 3 + channel]!,
        fx,
      );
      const below = mix(
        pixels[(y1 * width + x0) * 3 + channel]!,
        pixels[(y1 * width + x1) * 3 + channel]!,
        fx,
      );
      out[3 * i + channel] = Math.round(mix(above, below, fy));
    }
  }
  return out;
}

function mix(a: number, b: number, t: number): number {
  return a + (b - a) * t;
}
