/**
 * Where the patches of an image stand while the vision tower runs: merged cells sorted by attention window.
 * Grid sizes are in patches; a cell is mergeSize x mergeSize patches that become one token.
 */
import type { VisionConfig } from '../model/config.ts';

export type Grid = readonly [frames: number, rows: number, columns: number];

export interface WindowOrder {
  /** Cells (raster numbers) in the order of their windows: the reference's `window_index`. */
  readonly cells: Int32Array;
  /** Patches of each window, in the same order; empty windows left out. */
  readonly windowLengths: readonly number[];
}

/**
 * Windows of `windowSizePx` tile the image from its upper left corner, cut at the right and lower borders.
 * Source: Qwen2.5-VL (arXiv 2502.13923, section 2.1.1); order of the reference's get_window_index.
 */
export function windowOrder(grid: Grid, vision: VisionConfig): WindowOrder {
  const [frames, gridRows, gridColumns] = grid;
  const rows = gridRows / vision.mergeSize;
  const columns = gridColumns / vision.mergeSize;
  const side = Math.max(1, Math.floor(vision.windowSizePx / vision.mergeSize / vision.patchSize));
  const cells: number[] = [];
  const windowLengths: number[] = [];
  for (let frame = 0; frame < frames; frame++) {
    for (let top = 0; top < rows; top += side) {
      for (let left = 0; left < columns; left += side) {
        const before = cells.length;
        for (let row = top; row < Math.min(top + side, rows); row++) {
          for (let column = left; column < Math.min(left + side, columns); column++) {
            cells.push((frame * rows + row) * columns + column);
          }
        }
        windowLengths.push((cells.length - before) * vision.mergeSize ** 2);
      }
    }
  }
  return { cells: Int32Array.from(cells), windowLengths };
}

/**
 * Row and column of each patch in the order of the image processor: block by block of mergeSize x mergeSize.
 * @returns [patches * 2]: row, column, row, column ...
 */
export function patchCoordinates(grid: Grid, mergeSize: number): Int32Array {
  const [frames, rows, columns] = grid;
  const out = new Int32Array(frames * rows * columns * 2);
  let at = 0;
  for (let frame = 0; frame < frames; frame++) {
    for (let top = 0; top < rows; top += mergeSize) {
      for (let left = 0; left < columns; left += mergeSize) {
        for (let row = top; row < top + mergeSize; row++) {
          for (let column = left; column < left + mergeSize; column++) {
            out[at++] = row;
            out[at++] = column;
          }
        }
      }
    }
  }
  return out;
}
