/** Weights of one decoder layer by role, and the rotary tables that all layers of a pass share. */
import { type Tensor, tf } from '../backend/tf.ts';
import type { ModelConfig } from '../model/config.ts';
import type { AttentionWeights } from '../ops/blocks/attention-block.ts';
import type { MlpWeights } from '../ops/blocks/mlp-block.ts';
import { type RotaryTable, rotaryTable } from '../ops/rotary.ts';
import type { Weights } from '../vision/vision-tower.ts';

export function attentionWeights(layer: number, weights: Weights): AttentionWeights {
  const at = `model.layers.${layer}`;
  return {
    norm_D: weights(`${at}.input_layernorm.weight`),
    query_CD: weights(`${at}.self_attn.q_proj.weight`),
    key_ED: weights(`${at}.self_attn.k_proj.weight`),
    value_ED: weights(`${at}.self_attn.v_proj.weight`),
    output_DC: weights(`${at}.self_attn.o_proj.weight`),
    queryBias_C: weights(`${at}.self_attn.q_proj.bias`),
    keyBias_E: weights(`${at}.self_attn.k_proj.bias`),
    valueBias_E: weights(`${at}.self_attn.v_proj.bias`),
    outputBias_D: null,
  };
}

export function mlpWeights(layer: number, weights: Weights): MlpWeights {
  const at = `model.layers.${layer}`;
  return {
    norm_D: weights(`${at}.post_attention_layernorm.weight`),
    gate_FD: weights(`${at}.mlp.gate_proj.weight`),
    up_FD: weights(`${at}.mlp.up_proj.weight`),
    down_DF: weights(`${at}.mlp.down_proj.weight`),
    gateBias_F: null,
    upBias_F: null,
    downBias_D: null,
  };
}

export interface RotaryTables {
  readonly query: RotaryTable;
  readonly key: RotaryTable;
}

/**
 * Angles of the multimodal rotary embedding: frequency j of a half head turns by the time, row or column position,
 * according to mropeSection.
 * @param positions_N3 time, row and column of each row
 */
export function decoderAngles(positions_N3: Tensor, config: ModelConfig): Tensor {
  const half = config.headDim / 2;
  const table = new Float32Array(3 * half);
  for (const [j, axis] of turnedAxes(config).entries()) {
    // float32 like the reference, whose inverse frequencies are a float32 buffer
    table[axis * half + j] = 1 / Math.fround(config.ropeTheta ** ((2 * j) / config.headDim));
  }
  // One non-zero entry a column: the product is exact, it only picks the axis.
  return tf().matMul(positions_N3, tf().tensor2d(table, [3, half]));
}

/** Which position turns each frequency of a half head: 0 time, 1 row, 2 column; [d / 2]. */
export function turnedAxes(config: ModelConfig): Int32Array {
  return Int32Array.from(
    config.mropeSection.flatMap((size, section) => Array.from({ length: size }, () => section % 3)),
  );
}

/** Tables of queries (scaled by 1 / sqrt(d)) and keys. */
export function decoderTables(positions_N3: Tensor, config: ModelConfig): RotaryTables {
  const angles = decoderAngles(positions_N3, config);
  const { headDim, heads, kvHeads } = config;
  return {
    query: rotaryTable(angles, 1 / Math.sqrt(headDim), heads),
    key: rotaryTable(angles, 1, kvHeads),
  };
}
