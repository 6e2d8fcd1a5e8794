/**
 * Reads prompts layer by layer and keeps what later tokens need of them; then decodes.
 * Shapes: Q prompts of length L, N = Q L rows, D hidden size, V vocabulary.
 */
import type { Tensor } from '../backend/tf.ts';
import type { ModelConfig } from '../model/config.ts';
import type { AttentionSettings, AttentionWeights } from '../ops/blocks/attention-block.ts';
import { hasKernels } from '../ops/kernel-block.ts';
import type { Weights } from '../vision/vision-tower.ts';
import type { DecodingCache } from './decoding-cache.ts';
import { kernelReader } from './kernel/kernel-reader.ts';
import { tensorReader } from './tensors/tensor-reader.ts';

export interface PromptReader {
  /** The attention block of the next layer, [N, D] to [N, D]; nothing is recorded for gradients. */
  attend(x_ND: Tensor, weights: AttentionWeights, settings: AttentionSettings): Tensor;
  /** After the last layer, once. */
  open(options: OpenCacheOptions): DecodingCache;
}

export interface OpenCacheOptions {
  readonly config: ModelConfig;
  readonly weights: Weights;
  readonly embedding_VD: Tensor;
  readonly head_VD: Tensor;
  /** Completions of each prompt. */
  readonly copies: number;
  /** First column of each prompt that is not padding: [Q]. */
  readonly starts: Int32Array;
  /** Time, row and column of each token, [N, 3], and the position after each prompt, [Q]. */
  readonly positions: Float32Array;
  readonly next: Int32Array;
}

/**
 * The kernel packs a copy of the matrices. Up to this size it is cheap to make for every batch; larger models spend their
 * time in products, which TensorFlow's operations do without a copy.
 */
const MOST_PACKED_PARAMETERS = 50_000_000;

export function promptReader(config: ModelConfig): PromptReader {
  const { hiddenSize, intermediateSize, layers, vocabSize, heads, headDim } = config;
  const layer = hiddenSize * (3 * intermediateSize + 4 * heads * headDim);
  const small = layers * layer + 2 * vocabSize * hiddenSize <= MOST_PACKED_PARAMETERS;
  return small && hasKernels() ? kernelReader() : tensorReader();
}
