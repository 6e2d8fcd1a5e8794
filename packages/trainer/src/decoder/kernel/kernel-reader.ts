/**
 * Prompts through the attention kernel, and decoding as one native call a token (packages/trainer/native/decoding): keys and
 * values lie in the kernel's own memory, so that no step copies or allocates tensors, and rows leave it one by one.
 * Shapes as in prompt-reader.ts.
 */
import type { Tensor } from '../../backend/tf.ts';
import { kernelAttentionForward } from '../../ops/blocks/attention-block.ts';
import { attentionWeights, mlpWeights, turnedAxes } from '../decoder-layer.ts';
import type { DecodingCache } from '../decoding-cache.ts';
import type { OpenCacheOptions, PromptReader } from '../prompt-reader.ts';
import { decoderKernel } from './decoder-kernel.ts';

export function kernelReader(): PromptReader {
  /** Queries, keys and values of each layer side by side, before rotation. */
  const prompts: Float32Array[] = [];
  return {
    attend(x_ND, weights, settings) {
      const { value_ND, qkv_NX } = kernelAttentionForward(x_ND, weights, settings);
      prompts.push(numbers(qkv_NX));
      return value_ND;
    },
    open: (options) => openCache(options, prompts),
  };
}

function openCache(options: OpenCacheOptions, prompts: readonly Float32Array[]): DecodingCache {
  const { config, weights, starts, next, positions, copies } = options;
  const { hiddenSize, heads, kvHeads, headDim, intermediateSize, layers, vocabSize } = config;
  const kernel = decoderKernel();
  const matrices = [options.embedding_VD, options.head_VD, weights('model.norm.weight')].map(numbers);
  for (const [layer, prompt] of prompts.entries()) {
    const at = attentionWeights(layer, weights);
    const mlp = mlpWeights(layer, weights);
    const ofAttention = [at.norm_D, at.query_CD, at.key_ED, at.value_ED, at.output_DC];
    const biases = [at.queryBias_C!, at.keyBias_E!, at.valueBias_E!]; // the decoder always has them
    const ofMlp = [mlp.norm_D, mlp.gate_FD, mlp.up_FD, mlp.down_DF];
    matrices.push(...[...ofAttention, ...biases, ...ofMlp].map(numbers), prompt);
  }
  const length = positions.length / 3 / starts.length;
  const model = [hiddenSize, heads, kvHeads, headDim, intermediateSize, layers, vocabSize];
  const decoder = kernel.openDecoder(
    Int32Array.of(...model, starts.length, copies, length),
    Float32Array.of(config.normEpsilon, config.ropeTheta),
    matrices,
    starts,
    next,
    positions,
    turnedAxes(config),
  );
  let rows = starts.length * copies;
  let logits = new Float32Array(rows * vocabSize);
  return {
    step(tokens) {
      // One buffer for all steps: fresh ones, a megabyte each, keep the collector busy.
      if (logits.length !== rows * vocabSize) logits = logits.subarray(0, rows * vocabSize);
      kernel.stepDecoder(decoder, tokens, logits);
      return logits;
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
