/**
 * Keys and values of a batch that is being decoded. The prompt part is written once and never copied again; when several
 * completions share a prompt they share its part too. New tokens go to a short tail.
 * Shapes: Q prompts, R completions of each, B = Q R rows, K key heads, G = H / K, L prompt length, t tail length.
 */
import type { Tensor } from '../backend/tf.ts';

export interface LayerCache {
  /** [Q K, L, d] */
  readonly promptKey: Tensor;
  readonly promptValue: Tensor;
  /** [B K, t, d]; null before the first decoded token. */
  tailKey: Tensor | null;
  tailValue: Tensor | null;
}

export interface KvCache {
  readonly prompts: number;
  readonly copies: number;
  readonly promptLength: number;
  readonly layers: readonly LayerCache[];
  /** Additive mask [Q, 1, L] of the prompt's padding; null when no prompt is padded. */
  readonly promptMask: Tensor | null;
  /** Weights prepared for one-row products; owned by the cache. */
  readonly prepared: readonly PreparedLayer[];
  readonly finalNorm_D: Tensor;
  readonly head_VD: Tensor;
  /** Position of the next token of each row: [B]. */
  readonly position: Int32Array;
  /** Tokens decoded so far. */
  tailLength: number;
  dispose(): void;
}

/** One layer's weights with norms folded in, joined into few matrices: decoding is bound by operations, not by work. */
export interface PreparedLayer {
  /** Rows: queries (scaled), keys, values. */
  readonly qkv_XD: Tensor;
  readonly qkvBias_X: Tensor;
  readonly output_DC: Tensor;
  /** Rows: gate, up. */
  readonly gateUp_YD: Tensor;
  readonly down_DF: Tensor;
}
