/**
 * Decoding as one native call a token (packages/trainer/native/decoding): keys and values lie in the kernel's own memory, so
 * that no step copies or allocates tensors, and rows leave it one by one.
 */
import { decoderKernel } from '../../backend/kernels.ts';
import { type Tensor, type Tensor2D, tf } from '../../backend/tf.ts';
import type { DecodingCache } from '../decoding-cache.ts';
import type { OpenCacheOptions } from '../open-cache.ts';
import { prepareLayer } from '../prepare-layer.ts';

export function openKernelCache(options: OpenCacheOptions): DecodingCache {
  const { config, copies, prompts, starts, next, embedding_VD, head_VD, weights } = options;
  const kernel = decoderKernel();
  const length = prompts[0]!.key.shape[1]!; // a model has layers
  const norm_D = tf().tidy(() =>
    numbers(tf().mul(weights('model.norm.weight'), Math.sqrt(config.hiddenSize))),
  );
  const matrices = [numbers(embedding_VD), numbers(head_VD), norm_D];
  for (const [layer, { key, value }] of prompts.entries()) {
    const prepared = prepareLayer(layer, weights, config);
    const { qkv_XD, qkvBias_X, output_DC, gateUp_YD, down_DF } = prepared;
    matrices.push(...[qkv_XD, qkvBias_X, output_DC, gateUp_YD, down_DF, key, value].map(numbers));
    for (const tensor of [...Object.values(prepared), key, value]) (tensor as Tensor).dispose(); // its fields are tensors
  }
  const { hiddenSize, heads, kvHeads, headDim, intermediateSize, layers, vocabSize } = config;
  const decoder = kernel.openDecoder(
    [hiddenSize, heads, kvHeads, headDim, intermediateSize, layers, vocabSize, starts.length, copies, length],
    [config.normEpsilon, config.ropeTheta],
    { matrices, starts, next },
  );
  let rows = starts.length * copies;
  return {
    step(tokens): Tensor2D {
      const logits = new Float32Array(rows * vocabSize);
      kernel.stepDecoder(decoder, tokens, logits);
      return tf().tensor2d(logits, [rows, vocabSize]);
    },
    compact(done) {
      const kept = Int32Array.from(done.keys()).filter((row) => !done[row]);
      if (kept.length === 0 || kept.length === rows) return null;
      kernel.keepRows(decoder, kept);
      rows = kept.length;
      return kept;
    },
    dispose: () => kernel.closeDecoder(decoder),
  };
}

/** Float32 tensors give Float32Array; tfjs types the union of all element types. */
function numbers(tensor: Tensor): Float32Array {
  return tensor.dataSync() as Float32Array;
}
