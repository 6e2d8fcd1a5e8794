/** Names and shapes of every parameter, in the flat naming of published checkpoints. */
import type { ModelConfig } from '../model/config.ts';

/** Name -> shape. The names are the keys of model.safetensors (`lm_head.weight` only when the head is not tied). */
export function parameterShapes(config: ModelConfig): Map<string, number[]> {
  const shapes = new Map<string, number[]>();
  const { vision } = config;
  const patch = vision.patchSize;
  shapes.set('visual.patch_embed.proj.weight', [
    vision.hiddenSize,
    vision.channels,
    vision.temporalPatchSize,
    patch,
    patch,
  ]);
  for (let block = 0; block < vision.depth; block++) {
    const at = `visual.blocks.${block}`;
    shapes.set(`${at}.norm1.weight`, [vision.hiddenSize]);
    shapes.set(`${at}.norm2.weight`, [vision.hiddenSize]);
    setLinear(shapes, `${at}.attn.qkv`, 3 * vision.hiddenSize, vision.hiddenSize, true);
    setLinear(shapes, `${at}.attn.proj`, vision.hiddenSize, vision.hiddenSize, true);
    setLinear(shapes, `${at}.mlp.gate_proj`, vision.intermediateSize, vision.hiddenSize, true);
    setLinear(shapes, `${at}.mlp.up_proj`, vision.intermediateSize, vision.hiddenSize, true);
    setLinear(shapes, `${at}.mlp.down_proj`, vision.hiddenSize, vision.intermediateSize, true);
  }
  const merged = vision.hiddenSize * vision.mergeSize ** 2;
  shapes.set('visual.merger.ln_q.weight', [vision.hiddenSize]);
  setLinear(shapes, 'visual.merger.mlp.0', merged, merged, true);
  setLinear(shapes, 'visual.merger.mlp.2', config.hiddenSize, merged, true);

  shapes.set('model.embed_tokens.weight', [config.vocabSize, config.hiddenSize]);
  const queries = config.heads * config.headDim;
  const keys = config.kvHeads * config.headDim;
  for (let layer = 0; layer < config.layers; layer++) {
    const at = `model.layers.${layer}`;
    shapes.set(`${at}.input_layernorm.weight`, [config.hiddenSize]);
    shapes.set(`${at}.post_attention_layernorm.weight`, [config.hiddenSize]);
    setLinear(shapes, `${at}.self_attn.q_proj`, queries, config.hiddenSize, true);
    setLinear(shapes, `${at}.self_attn.k_proj`, keys, config.hiddenSize, true);
    setLinear(shapes, `${at}.self_attn.v_proj`, keys, config.hiddenSize, true);
    setLinear(shapes, `${at}.self_attn.o_proj`, config.hiddenSize, queries, false);
    setLinear(shapes, `${at}.mlp.gate_proj`, config.intermediateSize, config.hiddenSize, false);
    setLinear(shapes, `${at}.mlp.up_proj`, config.intermediateSize, config.hiddenSize, false);
    setLinear(shapes, `${at}.mlp.down_proj`, config.hiddenSize, config.intermediateSize, false);
  }
  shapes.set('model.norm.weight', [config.hiddenSize]);
  if (!config.tieWordEmbeddings) shapes.set('lm_head.weight', [config.vocabSize, config.hiddenSize]);
  return shapes;
}

/** How many numbers the model holds. */
export function parameterCount(config: ModelConfig): number {
  let total = 0;
  for (const shape of parameterShapes(config).values()) total += shape.reduce((a, b) => a * b, 1);
  return total;
}

function setLinear(
  shapes: Map<string, number[]>,
  name: string,
  out: number,
  into: number,
  bias: boolean,
): void {
  shapes.set(`${name}.weight`, [out, into]);
  if (bias) shapes.set(`${name}.bias`, [out]);
}
