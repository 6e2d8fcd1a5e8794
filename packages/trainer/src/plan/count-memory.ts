/**
 * Bytes that a training step holds at its peak. Everything stored is float32 (under bf16 too). Counts the tensors that
 * the fused blocks keep for their gradient and those that the gradient makes on the way (it frees them at its end);
 * shapes and numbers of tensors as in ops/blocks/attention-block.ts, ops/attention.ts and ops/blocks/mlp-block.ts.
 */
import type { ModelConfig } from '../model/config.ts';
import type { RowShape } from './shape-of-step.ts';

const FLOAT = 4;
/** Bytes that the gradient of a block takes over those of the tensors counted here: reshapes, and what operations take inside. */
const WORKSPACE_SHARE = 1.7;

interface BlockShape {
  readonly rows: number;
  readonly width: number;
  readonly queries: number;
  readonly keys: number;
  readonly intermediate: number;
  /** Attention probabilities. */
  readonly probabilities: number;
  /** Blocks of queries: see BLOCK_ROWS in ops/attention.ts. */
  readonly cuts: number;
}

/** A block of the pass, in floats. */
interface BlockFloats {
  /** From the forward pass to its gradient. */
  readonly kept: number;
  /** Its result: lives to the end of the forward pass where it is not kept; its gradient is of the same size. */
  readonly result: number;
  /** What its gradient makes on the way; with recomputation also what it makes again. */
  readonly workspace: number;
}

/**
 * The most bytes of activations that live at one time: at the end of the forward pass, or in the gradient of some block,
 * when the blocks behind it have let go of theirs.
 * @param rows rows of the micro-batch; `learnsVision` is false when the tower has no gradient
 */
export function activationBytes(
  config: ModelConfig,
  row: RowShape,
  options: { readonly rows: number; readonly recompute: boolean; readonly learnsVision: boolean },
): number {
  const { rows, recompute, learnsVision } = options;
  const blocks: BlockFloats[] = [];
  const decoder = decoderBlock(config, row, rows);
  let standing = 2 * decoder.rows * (decoder.queries + decoder.keys); // rotary tables and their conjugates
  if (row.patches > 0) {
    const { depth, hiddenSize, channels, temporalPatchSize, patchSize } = config.vision;
    const patches = rows * row.patches;
    standing += 2 * patches * channels * temporalPatchSize * patchSize ** 2; // pixels, and in window order
    for (let block = 0; learnsVision && block < depth; block++) {
      const shape = visionBlock(config, row, rows, block);
      blocks.push(attentionFloats(shape, recompute), gatedFloats(shape, recompute));
    }
    // The merger: its norm, its first product and the terms of its GELU.
    if (learnsVision)
      blocks.push({ kept: 7 * patches * hiddenSize, result: 0, workspace: 3 * patches * hiddenSize });
  }
  // Of the last layer's gated block only the answer's rows are computed.
  const answer = { ...decoder, rows: rows * row.answerTokens };
  for (let layer = 0; layer < config.layers; layer++) {
    const gated = layer === config.layers - 1 ? answer : decoder;
    blocks.push(attentionFloats(decoder, recompute), gatedFloats(gated, recompute));
  }
  const logits = answer.rows * config.vocabSize;
  blocks.push({ kept: logits, result: 0, workspace: 2 * logits });
  let kept = standing;
  // A block that is done leaves its result's gradient, which tfjs holds to the end of the backward pass.
  let behind = blocks.reduce((sum, { result }) => sum + result, 0);
  const results = recompute ? 0 : behind;
  let peak = 0;
  for (const block of blocks) {
    kept += block.kept;
    behind -= block.result;
    peak = Math.max(peak, kept + behind + WORKSPACE_SHARE * block.workspace);
  }
  return FLOAT * Math.max(peak, kept + results);
}

/** Keys and values of rows that are decoded side by side, of all layers. */
export function cacheBytes(config: ModelConfig, rows: number, tokens: number): number {
  return FLOAT * 2 * rows * tokens * config.kvHeads * config.headDim * config.layers;
}

function decoderBlock(config: ModelConfig, row: RowShape, rows: number): BlockShape {
  const { heads, kvHeads, headDim, hiddenSize, intermediateSize } = config;
  const cuts = Math.min(8, Math.max(1, Math.round(row.tokens / 64)));
  return {
    rows: rows * row.tokens,
    width: hiddenSize,
    queries: heads * headDim,
    keys: kvHeads * headDim,
    intermediate: intermediateSize,
    probabilities: rows * heads * row.tokens ** 2 * ((cuts + 1) / (2 * cuts)),
    cuts,
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
    cuts: 1,
  };
}

function attentionFloats(shape: BlockShape, recompute: boolean): BlockFloats {
  const { rows, width, queries, keys, probabilities, cuts } = shape;
  const saved = rows * (width + 2 * queries + 2 * keys) + probabilities;
  const isCut = cuts > 1 ? 1 : 0;
  const workspace =
    rows * ((6 + 3 * isCut) * queries + (4 * cuts + 1 + 2 * isCut) * keys + 10 * width) +
    3 * probabilities +
    3 * width * (queries + 2 * keys);
  return blockFloats(rows * width, saved, workspace, recompute);
}

function gatedFloats({ rows, width, intermediate }: BlockShape, recompute: boolean): BlockFloats {
  const saved = rows * (width + 5 * intermediate);
  const workspace = rows * (6 * intermediate + 9 * width) + 6 * width * intermediate;
  return blockFloats(rows * width, saved, workspace, recompute);
}

/** With recomputation a block keeps its input, which is the result of the one before. */
function blockFloats(result: number, saved: number, workspace: number, recompute: boolean): BlockFloats {
  if (recompute) return { kept: result, result, workspace: saved + workspace };
  return { kept: saved, result, workspace };
}
