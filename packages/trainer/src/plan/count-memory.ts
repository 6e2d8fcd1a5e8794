/**
 * Bytes that a training step holds at its peak. Everything stored is float32 (under bf16 too). Counts the tensors that
 * the fused blocks keep for their gradient; shapes as in ops/attention-block.ts and ops/mlp-block.ts.
 */
import type { ModelConfig } from '../model/config.ts';
import type { RowShape } from './shape-of-step.ts';

const FLOAT = 4;

export interface BlockShape {
  readonly rows: number;
  readonly width: number;
  readonly queries: number;
  readonly keys: number;
  readonly intermediate: number;
  /** Attention probabilities. */
  readonly probabilities: number;
}

export interface ActivationBytes {
  /** Kept from the forward to the backward pass. */
  readonly kept: number;
  /** What the gradient of the largest block makes on the way. */
  readonly workspace: number;
}

/** @param rows rows of the micro-batch @param learnsVision false when the tower has no gradient */
export function activationBytes(
  config: ModelConfig,
  row: RowShape,
  options: { readonly rows: number; readonly recompute: boolean; readonly learnsVision: boolean },
): ActivationBytes {
  const { rows, recompute, learnsVision } = options;
  const decoder = decoderBlock(config, row, rows);
  const last = { ...decoder, rows: rows * row.answerTokens };
  let kept = config.layers * keptOf(decoder, recompute);
  // Of the last layer's gated block only the answer's rows are computed.
  kept -= gatedOf(decoder, recompute) - gatedOf(last, recompute);
  const blocks = [decoder];
  if (row.patches > 0) {
    for (let block = 0; block < config.vision.depth; block++) {
      const shape = visionBlock(config, row, rows, block);
      if (learnsVision) kept += keptOf(shape, recompute);
      blocks.push(shape);
    }
    const { channels, temporalPatchSize, patchSize } = config.vision;
    kept += 2 * rows * row.patches * channels * temporalPatchSize * patchSize ** 2; // pixels, and in window order
  }
  const logits = rows * row.answerTokens * config.vocabSize;
  const workspace = Math.max(
    ...blocks.map((shape) => 2 * Math.max(attentionOf(shape, false), gatedOf(shape, false))),
  );
  // Log-probabilities and their gradient.
  return { kept: FLOAT * (kept + logits), workspace: FLOAT * Math.max(workspace, 2 * logits) };
}

/** Keys and values of rows that are decoded side by side, of all layers. */
export function cacheBytes(config: ModelConfig, rows: number, tokens: number): number {
  return FLOAT * 2 * rows * tokens * config.kvHeads * config.headDim * config.layers;
}

function decoderBlock(config: ModelConfig, row: RowShape, rows: number): BlockShape {
  const { heads, kvHeads, headDim, hiddenSize, intermediateSize } = config;
  // Causal attention in up to eight blocks of queries: see BLOCK_ROWS in ops/attention.ts.
  const cuts = Math.min(8, Math.max(1, Math.round(row.tokens / 64)));
  return {
    rows: rows * row.tokens,
    width: hiddenSize,
    queries: heads * headDim,
    keys: kvHeads * headDim,
    intermediate: intermediateSize,
    probabilities: rows * heads * row.tokens ** 2 * ((cuts + 1) / (2 * cuts)),
  };
}

function visionBlock(config: ModelConfig, row: RowShape, rows: number, block: number): BlockShape {
  const { hiddenSize, intermediateSize, heads, windowSizePx, patchSize, fullAttentionBlocks } = config.vision;
  const window = Math.min((windowSizePx / patchSize) ** 2, row.patchesPerImage);
  const seen = fullAttentionBlocks.includes(block) ? row.patchesPerImage : window;
  const patches = rows * row.patches;
  return {
    ...{
      rows: patches,
      width: hiddenSize,
      queries: hiddenSize,
      keys: hiddenSize,
      intermediate: intermediateSize,
    },
    probabilities: patches * heads * seen,
  };
}

/** Kept tensors, and the block's result, which lives to the end of the forward pass. */
function keptOf(shape: BlockShape, recompute: boolean): number {
  return (
    attentionOf(shape, recompute) + gatedOf(shape, recompute) + (recompute ? 0 : 2 * shape.rows * shape.width)
  );
}

function attentionOf({ rows, width, queries, keys, probabilities }: BlockShape, recompute: boolean): number {
  return recompute ? rows * width : rows * (width + 2 * queries + 2 * keys) + probabilities;
}

function gatedOf({ rows, width, intermediate }: BlockShape, recompute: boolean): number {
  return recompute ? rows * width : rows * (width + 5 * intermediate);
}
