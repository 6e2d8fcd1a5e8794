/** What the masks of photos say of each image token, in the order of the vision tower's rows. */
import type { VisionConfig } from '../model/index.ts';
import { type Grid, windowOrder } from '../vision/window-order.ts';

/** Classes of the pixels of one photo, rows from the top: 0 is the background. */
export interface ClassMap {
  readonly width: number;
  readonly height: number;
  /** [width * height] */
  readonly classes: Uint8Array;
}

export interface ShareOptions {
  readonly vision: VisionConfig;
  readonly classCount: number;
  /** Divides the side of a token's square in the photo. */
  readonly partsPerSide: number;
}

/**
 * Shares of every class in every part: photo by photo, cell by cell in window order (as `imageRows`), part by part in rows from
 * the top, class by class.
 * @returns [photos * cells * partsPerSide^2 * classCount], each part's shares sum to 1
 */
export function classShares(maps: readonly ClassMap[], options: ShareOptions): Float32Array {
  const { vision, classCount, partsPerSide } = options;
  const cellPx = vision.patchSize * vision.mergeSize;
  const partPx = cellPx / partsPerSide;
  const perCell = partsPerSide ** 2 * classCount;
  const sizes = maps.map(({ width, height }) => (width / cellPx) * (height / cellPx) * perCell);
  const shares = new Float32Array(sizes.reduce((sum, size) => sum + size, 0));
  let start = 0;
  for (const [i, { width, height, classes }] of maps.entries()) {
    const columns = width / cellPx;
    const grid: Grid = [1, height / vision.patchSize, width / vision.patchSize];
    const placeOf = new Int32Array(columns * (height / cellPx));
    for (const [place, cell] of windowOrder(grid, vision).cells.entries()) placeOf[cell] = place;
    for (let y = 0; y < height; y++) {
      const partRow = Math.floor((y % cellPx) / partPx);
      for (let x = 0; x < width; x++) {
        const place = placeOf[Math.floor(y / cellPx) * columns + Math.floor(x / cellPx)]!;
        const part = partRow * partsPerSide + Math.floor((x % cellPx) / partPx);
        shares[start + place * perCell + part * classCount + classes[y * width + x]!]! += 1 / partPx ** 2;
      }
    }
    start += sizes[i]!;
  }
  return shares;
}
