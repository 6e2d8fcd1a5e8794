/** Prompts and decoding by TensorFlow's operations, on a cache of tensors. Shapes as in tensor-cache.ts. */
import { type Tensor, tf } from '../../backend/tf.ts';
import { attentionBlockForward } from '../../ops/blocks/attention-block.ts';
import type { DecodingCache } from '../decoding-cache.ts';
import { prepareLayer } from '../prepare-layer.ts';
import type { OpenCacheOptions, PromptReader } from '../prompt-reader.ts';
import { compactCache } from './compact.ts';
import { decodeStep } from './decode-step.ts';
import type { LayerCache, TensorCache } from './tensor-cache.ts';

interface PromptLayer {
  /** [Q K, L, d] */
  readonly key: Tensor;
  readonly value: Tensor;
}

export function tensorReader(): PromptReader {
  const prompts: PromptLayer[] = [];
  return {
    attend(x_ND, weights, settings) {
      const { attention, value_ND } = attentionBlockForward(x_ND, weights, settings);
      prompts.push({ key: tf().keep(attention.key_BLd), value: tf().keep(attention.value_BLd) });
      return value_ND;
    },
    open: (options) => openCache(options, prompts),
  };
}

function openCache(options: OpenCacheOptions, read: readonly PromptLayer[]): DecodingCache {
  const api = tf();
  const { config, weights, copies, starts } = options;
  const { heads, kvHeads, headDim, layers: depth } = config;
  const first = read[0]!.key; // a model has layers
  const prompts = first.shape[0]! / kvHeads;
  const promptLength = first.shape[1]!;
  const keep = (make: () => Tensor): Tensor => api.keep(api.tidy(make));
  const layers = read.map(({ key, value }): LayerCache => {
    const keys = [prompts, kvHeads, headDim, promptLength];
    const values = [prompts, kvHeads, promptLength, headDim];
    return {
      promptKey: keep(() => api.reshape(api.transpose(key, [0, 2, 1]), keys)),
      promptValue: keep(() => api.reshape(value, values)),
      tailKey: null,
      tailValue: null,
    };
  });
  const prepared = Array.from({ length: depth }, (_, layer) => prepareLayer(layer, weights, config));
  const mask = [prompts, 1, 1, promptLength];
  const repeats = [1, kvHeads, (copies * heads) / kvHeads, 1];
  const padding = paddingOf(starts, promptLength);
  const promptMask = padding === null ? null : keep(() => api.tile(api.tensor(padding, mask), repeats));
  const finalNorm_D = keep(() => api.mul(weights('model.norm.weight'), Math.sqrt(config.hiddenSize)));
  const head_VD = keep(() => api.clone(options.head_VD));
  const embedding_VD = keep(() => api.clone(options.embedding_VD));
  for (const { key, value } of read) {
    key.dispose();
    value.dispose();
  }
  const position = Int32Array.from(
    { length: prompts * copies },
    (_, row) => options.next[Math.floor(row / copies)]!,
  );
  const cache: TensorCache = {
    layers,
    prepared,
    promptMask,
    finalNorm_D,
    head_VD,
    embedding_VD,
    prompts,
    copies,
    promptLength,
    position,
    tailLength: 0,
  };
  return {
    step: (tokens) => decodeStep(cache, tokens, config),
    compact: (done) => compactCache(cache, done),
    dispose: () => disposeCache(cache),
  };
}

/** Additive [Q L]: -1e9 before each start; null when nothing is padded. */
function paddingOf(starts: Int32Array, length: number): Float32Array | null {
  if (starts.every((start) => start === 0)) return null;
  const padding = new Float32Array(starts.length * length);
  for (const [prompt, start] of starts.entries())
    padding.fill(-1e9, prompt * length, prompt * length + start);
  return padding;
}

function disposeCache(cache: TensorCache): void {
  // Their fields are tensors only.
  for (const part of [...cache.layers, ...cache.prepared])
    for (const tensor of Object.values(part)) (tensor as Tensor | null)?.dispose();
  for (const tensor of [cache.promptMask, cache.finalNorm_D, cache.head_VD, cache.embedding_VD])
    tensor?.dispose();
}
