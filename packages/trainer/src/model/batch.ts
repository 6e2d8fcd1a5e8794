/** One padded batch of token rows with the images that stand in them. */
import { DataInvalidError } from '@parallax/lab';
import type { Grid } from '../vision/window-order.ts';
import type { ModelConfig } from './config.ts';

export interface ModelBatch {
  /** [batchSize * length], rows one after another. */
  readonly inputIds: Int32Array;
  /** 1 = token, 0 = padding (on the left or on the right). */
  readonly attentionMask: Int32Array;
  readonly batchSize: number;
  readonly length: number;
  /** Patches of all images in the order of the rows; null without images. */
  readonly pixelValues: Float32Array | null;
  /** [frames, rows, columns] in patches, one an image. */
  readonly gridThw: readonly (readonly [number, number, number])[];
}

export interface MropePositions {
  /** [batchSize * length * 3]: time, row, column of each token; 0 at padding. */
  readonly positions: Float32Array;
  /** Position of the token that follows each row. */
  readonly next: Int32Array;
}

/**
 * Multimodal rotary positions: text advances all three axes together; an image at position p spans (p, p + row,
 * p + column) over its merged cells, and text goes on at p + max(rows, columns).
 * Source: Qwen2-VL (arXiv 2409.12191), section 2.1; equals get_rope_index of transformers for images.
 * @throws DataInvalidError `image-tokens` when a row's image tokens do not match the grids
 */
export function mropePositions(batch: ModelBatch, config: ModelConfig): MropePositions {
  const { inputIds, attentionMask, batchSize, length, gridThw } = batch;
  const merge = config.vision.mergeSize;
  const positions = new Float32Array(batchSize * length * 3);
  const next = new Int32Array(batchSize);
  let image = 0;
  for (let row = 0; row < batchSize; row++) {
    let position = 0;
    let column = 0;
    while (column < length) {
      const at = row * length + column;
      if (attentionMask[at] === 0) {
        column++;
        continue;
      }
      if (inputIds[at] !== config.imageTokenId) {
        positions.fill(position, at * 3, at * 3 + 3);
        position++;
        column++;
        continue;
      }
      const grid = gridThw[image++];
      if (grid === undefined) throw tokenMismatch(row, 'more images than gridThw names');
      const rows = grid[1] / merge;
      const columns = grid[2] / merge;
      const tokens = grid[0] * rows * columns;
      for (let k = 0; k < tokens; k++) {
        const place = at + k;
        if (column + k >= length || inputIds[place] !== config.imageTokenId) {
          throw tokenMismatch(row, `an image of ${tokens} tokens has only ${k}`);
        }
        positions[place * 3] = position + Math.floor(k / (rows * columns));
        positions[place * 3 + 1] = position + (Math.floor(k / columns) % rows);
        positions[place * 3 + 2] = position + (k % columns);
      }
      position += Math.max(grid[0], rows, columns);
      column += tokens;
    }
    next[row] = position;
  }
  if (image !== gridThw.length)
    throw tokenMismatch(batchSize - 1, `${gridThw.length} images but tokens for ${image}`);
  return { positions, next };
}

/**
 * Where each token's embedding comes from: rows of the vocabulary first, then the rows of the vision tower, which
 * stand image by image in window order.
 * @param cellsOf raster numbers of an image's cells in window order
 * @param firstRowOf row of the tower's output at which the image starts
 */
export function embeddingIndex(
  batch: ModelBatch,
  config: ModelConfig,
  cellsOf: (grid: Grid) => Int32Array,
  firstRowOf: readonly number[],
): Int32Array {
  const index = Int32Array.from(batch.inputIds);
  if (batch.gridThw.length === 0) return index;
  const placeOf = new Map<string, Int32Array>();
  let at = 0;
  for (const [image, grid] of batch.gridThw.entries()) {
    const key = grid.join('x');
    let place = placeOf.get(key);
    if (place === undefined) {
      place = invert(cellsOf(grid));
      placeOf.set(key, place);
    }
    for (let cell = 0; cell < place.length; cell++) {
      while (batch.inputIds[at] !== config.imageTokenId || batch.attentionMask[at] === 0) at++;
      index[at++] = config.vocabSize + firstRowOf[image]! + place[cell]!;
    }
  }
  return index;
}

/** The batch must be coherent before it reaches native code, which would only say "index out of range". */
export function checkBatch(batch: ModelBatch, config: ModelConfig): void {
  const { inputIds, attentionMask, batchSize, length, pixelValues, gridThw } = batch;
  if (inputIds.length !== batchSize * length || attentionMask.length !== inputIds.length) {
    throw new DataInvalidError(
      'batch-shape',
      `inputIds (${inputIds.length}) and attentionMask (${attentionMask.length}) must hold ${batchSize} x ${length}.`,
    );
  }
  for (const [at, id] of inputIds.entries()) {
    if (id < 0 || id >= config.vocabSize) {
      throw new DataInvalidError(
        'token-out-of-range',
        `Row ${Math.floor(at / length)}: token id ${id} is outside the vocabulary of ${config.vocabSize}.`,
        { remedy: 'Use the tokenizer that belongs to this checkpoint.' },
      );
    }
  }
  const { vision } = config;
  const patchValues = vision.channels * vision.temporalPatchSize * vision.patchSize ** 2;
  const patches = gridThw.reduce((sum, [t, h, w]) => sum + t * h * w, 0);
  if ((pixelValues?.length ?? 0) !== patches * patchValues) {
    throw new DataInvalidError(
      'pixels-shape',
      `pixelValues hold ${pixelValues?.length ?? 0} numbers, the grids ask for ${patches} patches of ${patchValues}.`,
      { remedy: 'Use the preprocessor_config.json that belongs to this checkpoint.' },
    );
  }
}

function invert(permutation: Int32Array): Int32Array {
  const inverse = new Int32Array(permutation.length);
  for (const [place, value] of permutation.entries()) inverse[value] = place;
  return inverse;
}

function tokenMismatch(row: number, what: string): DataInvalidError {
  return new DataInvalidError('image-tokens', `Row ${row}: ${what}.`, {
    remedy: 'Expand each image placeholder to one token for every merged cell of its grid.',
  });
}
