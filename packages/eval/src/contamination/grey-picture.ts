/** A picture in grey at one size, from which any window is sampled fast. */
import sharp from 'sharp';

/** Every picture is read at this size, its proportions given up; windows are taken from it. */
const READ_PX = 160;
const STRIDE = READ_PX + 1;

/** A square window in shares of the picture's sides, which are stretched to a square: left, top, side. */
export type Window = readonly [x: number, y: number, side: number];
export const WHOLE: Window = [0, 0, 1];

export interface GreyPicture {
  /** Sums of all grey values above and left of each corner. */
  readonly sums: Float64Array;
}

/** @returns null when the bytes are no picture that can be read */
export async function readGrey(bytes: Uint8Array): Promise<GreyPicture | null> {
  let grey: Buffer;
  try {
    grey = await sharp(bytes)
      .autoOrient()
      .flatten({ background: '#808080' })
      .toColourspace('b-w')
      .resize(READ_PX, READ_PX, { fit: 'fill' })
      .raw()
      .toBuffer();
  } catch {
    return null;
  }
  const sums = new Float64Array(STRIDE * STRIDE);
  for (let y = 0; y < READ_PX; y++) {
    let row = 0;
    for (let x = 0; x < READ_PX; x++) {
      row += grey[y * READ_PX + x]!;
      sums[(y + 1) * STRIDE + x + 1] = sums[y * STRIDE + x + 1]! + row;
    }
  }
  return { sums };
}

/** The window as `cells` x `cells` means, row by row; each cell covers whole pixels, at least one. */
export function sampleWindow({ sums }: GreyPicture, [left, top, side]: Window, cells: number): Float64Array {
  const edgesX = edges(left, side, cells);
  const edgesY = edges(top, side, cells);
  const means = new Float64Array(cells * cells);
  for (let row = 0; row < cells; row++) {
    const [y0, y1] = [edgesY[row]!, Math.max(edgesY[row]! + 1, edgesY[row + 1]!)];
    for (let column = 0; column < cells; column++) {
      const [x0, x1] = [edgesX[column]!, Math.max(edgesX[column]! + 1, edgesX[column + 1]!)];
      const sum =
        sums[y1 * STRIDE + x1]! - sums[y0 * STRIDE + x1]! - sums[y1 * STRIDE + x0]! + sums[y0 * STRIDE + x0]!;
      means[row * cells + column] = sum / ((x1 - x0) * (y1 - y0));
    }
  }
  return means;
}

function edges(start: number, side: number, cells: number): Int32Array {
  return Int32Array.from({ length: cells + 1 }, (_, i) =>
    Math.min(READ_PX - (i < cells ? 1 : 0), Math.round((start + (side * i) / cells) * READ_PX)),
  );
}
