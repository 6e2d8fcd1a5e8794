/** Rows of different length to one padded batch: on the right for training, on the left for sampling. */
import type { ModelBatch } from '../model/index.ts';
import type { EncodedExample, EncodedImages, EncodedPrompt } from './encode.ts';

/** Label of a token that is not learned, as in torch and transformers. */
export const IGNORED_LABEL = -100;

export interface TrainingBatch extends ModelBatch {
  /** [batchSize * length], -100 where nothing is learned. */
  readonly labels: Int32Array;
}

export interface CollateOptions {
  readonly padTokenId: number;
  /** Pads up to a multiple of this, so that few different shapes occur; default 1. */
  readonly lengthMultiple?: number;
}

export function collate(examples: readonly EncodedExample[], options: CollateOptions): TrainingBatch {
  const length = paddedLength(examples, options);
  const batch = pad(examples, length, options.padTokenId, () => 0);
  const labels = new Int32Array(examples.length * length).fill(IGNORED_LABEL);
  examples.forEach((example, row) => void labels.set(example.labels, row * length));
  return { ...batch, labels };
}

/** Prompts end at the same column, where the next token is sampled. */
export function collatePrompts(prompts: readonly EncodedPrompt[], options: CollateOptions): ModelBatch {
  const length = paddedLength(prompts, options);
  return pad(prompts, length, options.padTokenId, (prompt) => length - prompt.inputIds.length);
}

function paddedLength(rows: readonly EncodedPrompt[], options: CollateOptions): number {
  const longest = Math.max(...rows.map((row) => row.inputIds.length));
  const multiple = options.lengthMultiple ?? 1;
  return Math.ceil(longest / multiple) * multiple;
}

function pad(
  rows: readonly EncodedPrompt[],
  length: number,
  padTokenId: number,
  startOf: (row: EncodedPrompt) => number,
): ModelBatch {
  const inputIds = new Int32Array(rows.length * length).fill(padTokenId);
  const attentionMask = new Int32Array(rows.length * length);
  rows.forEach((row, b) => {
    const start = b * length + startOf(row);
    inputIds.set(row.inputIds, start);
    attentionMask.fill(1, start, start + row.inputIds.length);
  });
  return { inputIds, attentionMask, batchSize: rows.length, length, ...joinImages(rows) };
}

function joinImages(rows: readonly EncodedImages[]): Pick<ModelBatch, 'pixelValues' | 'gridThw'> {
  const gridThw = rows.flatMap((row) => row.gridThw.map(([t, h, w]): [number, number, number] => [t, h, w]));
  const size = rows.reduce((sum, row) => sum + (row.pixelValues?.length ?? 0), 0);
  if (size === 0) return { pixelValues: null, gridThw };
  const pixelValues = new Float32Array(size);
  let offset = 0;
  for (const row of rows) {
    if (row.pixelValues === null) continue;
    pixelValues.set(row.pixelValues, offset);
    offset += row.pixelValues.length;
  }
  return { pixelValues, gridThw };
}
