/** A cache from what the prompts' forward pass left behind. Shapes as in kv-cache.ts. */
import { type Tensor, tf } from '../backend/tf.ts';
import type { ModelConfig } from '../model/config.ts';
import type { Weights } from '../vision/vision-tower.ts';
import type { KvCache, LayerCache } from './kv-cache.ts';
import { prepareLayer } from './prepare-layer.ts';

export interface PromptLayer {
  /** [Q K, L, d] */
  readonly key: Tensor;
  readonly value: Tensor;
}

export interface OpenCacheOptions {
  readonly config: ModelConfig;
  readonly weights: Weights;
  readonly head_VD: Tensor;
  readonly copies: number;
  /** Consumed. */
  readonly prompts: readonly PromptLayer[];
  /** Additive [Q, 1, L]; null = nothing is padded. */
  readonly padding: Tensor | null;
  /** Position after each prompt: [Q]. */
  readonly next: ArrayLike<number>;
}

export function openCache(options: OpenCacheOptions): KvCache {
  const api = tf();
  const { config, weights, copies, padding } = options;
  const { heads, kvHeads, headDim, layers: depth } = config;
  const first = options.prompts[0]!.key; // a model has layers
  const prompts = first.shape[0]! / kvHeads;
  const promptLength = first.shape[1]!;
  const keep = (make: () => Tensor): Tensor => api.keep(api.tidy(make));
  const layers = options.prompts.map(({ key, value }): LayerCache => {
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
  const promptMask = padding === null ? null : keep(() => api.tile(api.reshape(padding, mask), repeats));
  const finalNorm_D = keep(() => api.mul(weights('model.norm.weight'), Math.sqrt(config.hiddenSize)));
  const head_VD = keep(() => api.clone(options.head_VD));
  for (const { key, value } of options.prompts) {
    key.dispose();
    value.dispose();
  }
  const position = Int32Array.from(
    { length: prompts * copies },
    (_, row) => options.next[Math.floor(row / copies)]!,
  );
  return {
    layers,
    prepared,
    promptMask,
    finalNorm_D,
    head_VD,
    prompts,
    copies,
    promptLength,
    position,
    tailLength: 0,
    dispose() {
      for (const layer of this.layers) {
        for (const tensor of Object.values(layer)) (tensor as Tensor | null)?.dispose(); // its fields are tensors only
        layer.tailKey = null;
        layer.tailValue = null;
      }
      for (const layer of this.prepared)
        for (const tensor of Object.values(layer)) (tensor as Tensor).dispose();
      this.promptMask?.dispose();
      this.finalNorm_D.dispose();
      this.head_VD.dispose();
    },
  };
}
