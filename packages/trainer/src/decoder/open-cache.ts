/** A cache from what the prompts' forward pass left behind. Shapes: Q prompts, K key heads, L prompt length, d head size. */
import { hasKernels } from '../backend/kernels.ts';
import type { Tensor } from '../backend/tf.ts';
import type { ModelConfig } from '../model/config.ts';
import type { Weights } from '../vision/vision-tower.ts';
import type { DecodingCache } from './decoding-cache.ts';
import { openKernelCache } from './kernel/open-kernel-cache.ts';
import { openTensorCache } from './tensors/open-tensor-cache.ts';

export interface PromptLayer {
  /** [Q K, L, d] */
  readonly key: Tensor;
  readonly value: Tensor;
}

export interface OpenCacheOptions {
  readonly config: ModelConfig;
  readonly weights: Weights;
  /** [V, D] */
  readonly embedding_VD: Tensor;
  readonly head_VD: Tensor;
  /** Completions of each prompt. */
  readonly copies: number;
  /** Consumed. */
  readonly prompts: readonly PromptLayer[];
  /** First column of each prompt that is not padding: [Q]. */
  readonly starts: Int32Array;
  /** Position after each prompt: [Q]. */
  readonly next: Int32Array;
}

/**
 * The kernel keeps a packed copy of the matrices. Up to this size it is cheap to make for every batch; larger models
 * spend their time in products, which TensorFlow's operations do without a copy.
 */
const MOST_PACKED_PARAMETERS = 50_000_000;

export function openCache(options: OpenCacheOptions): DecodingCache {
  const { hiddenSize, intermediateSize, layers, vocabSize, heads, headDim } = options.config;
  const parameters =
    layers * hiddenSize * (3 * intermediateSize + 4 * heads * headDim) + 2 * vocabSize * hiddenSize;
  const small = parameters <= MOST_PACKED_PARAMETERS;
  return small && hasKernels() ? openKernelCache(options) : openTensorCache(options);
}
