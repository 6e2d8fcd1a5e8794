/**
 * Keys and values of a batch that is being decoded. The prompt part is written once and never copied again; when several
 * completions share a prompt they share its part too. New tokens go to a short tail.
 * Shapes: Q prompts, R completions of each, B = Q R rows, K key heads, G = H / K, L prompt length, t tail length.
 */
import type { Tensor } from '../../backend/tf.ts';
import type { PreparedLayer } from '../prepare-layer.ts';

export interface LayerCache {
  /** [Q, K, d, L]: transposed, as the product with the queries reads it. */
  promptKey: Tensor;
  /** [Q, K, L, d] */
  promptValue: Tensor;
  /** [Q, K, R, t, d]; null before the first decoded token. */
  tailKey: Tensor | null;
  tailValue: Tensor | null;
}

export interface TensorCache {
  prompts: number;
  copies: number;
  readonly promptLength: number;
  readonly layers: readonly LayerCache[];
  /** Additive mask [Q, K, R G, L] of the prompts' padding (adding with broadcast is slower); null without padding. */
  promptMask: Tensor | null;
  /** Weights prepared for one-row products; owned by the cache. */
  readonly prepared: readonly PreparedLayer[];
  /** Times sqrt(D): see unitRows(). */
  readonly finalNorm_D: Tensor;
  readonly head_VD: Tensor;
  readonly embedding_VD: Tensor;
  /** Position of the next token of each row: [B]. */
  position: Int32Array;
  /** Tokens decoded so far. */
  tailLength: number;
}
