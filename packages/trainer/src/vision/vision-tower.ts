/**
 * The vision tower: patches in, one row of decoder width for each merged cell out.
 * Shapes: I images of one grid, P patches an image, N = I P rows, V hidden, M merged cells an image, D decoder hidden.
 */
import { type Tensor, tf } from '../backend/tf.ts';
import type { ModelConfig } from '../model/config.ts';
import { attentionBlock } from '../ops/blocks/attention-block.ts';
import { mergerBlock } from '../ops/blocks/merger-block.ts';
import { mlpBlock } from '../ops/blocks/mlp-block.ts';
import { linearOfConstant } from '../ops/linear.ts';
import type { TowerPlan } from './tower-plan.ts';

/** The norms of the tower use this whatever the decoder's epsilon is. */
const VISION_NORM_EPSILON = 1e-6;

/** Looks a parameter up by its name in the checkpoint. */
export type Weights = (name: string) => Tensor;

/** Told intermediate results by the names of the golden files; used by conformance checks. */
export type Tap = (name: string, value: Tensor) => void;

export interface TowerOptions {
  readonly tap?: Tap | undefined;
  /** Blocks keep only their inputs for the gradient. */
  readonly recompute?: boolean;
}

/**
 * @param pixels_NX patches as the image processor orders them, X = channels * time * side * side
 * @returns [I M, D], cells of each image in window order (plan.cells tells the raster number)
 */
export function visionTower(
  pixels_NX: Tensor,
  weights: Weights,
  config: ModelConfig,
  plan: TowerPlan,
  { tap, recompute = false }: TowerOptions = {},
): Tensor {
  const api = tf();
  const { vision } = config;
  const kernel = weights('visual.patch_embed.proj.weight');
  const kernel_VX = api.reshape(kernel, [vision.hiddenSize, -1]);
  let x_NV: Tensor = linearOfConstant(api.gather(pixels_NX, plan.gather), kernel_VX);
  tap?.('vision.patch_embed', x_NV);
  for (let block = 0; block < vision.depth; block++) {
    x_NV = visionBlock(x_NV, block, weights, config, plan, recompute);
    tap?.(`vision.block${block}`, x_NV);
  }
  const at = 'visual.merger';
  return mergerBlock(
    x_NV,
    {
      norm_V: weights(`${at}.ln_q.weight`),
      inner_HK: weights(`${at}.mlp.0.weight`),
      innerBias_H: weights(`${at}.mlp.0.bias`),
      outer_DH: weights(`${at}.mlp.2.weight`),
      outerBias_D: weights(`${at}.mlp.2.bias`),
    },
    { cell: vision.mergeSize ** 2, epsilon: VISION_NORM_EPSILON },
  );
}

function visionBlock(
  x_NV: Tensor,
  block: number,
  weights: Weights,
  config: ModelConfig,
  plan: TowerPlan,
  recompute: boolean,
): Tensor {
  const { vision } = config;
  const at = `visual.blocks.${block}`;
  const isFull = vision.fullAttentionBlocks.includes(block);
  const group = isFull ? plan.full : plan.windows;
  const [query, key, value] = tf().split(weights(`${at}.attn.qkv.weight`), 3, 0);
  const [queryBias, keyBias, valueBias] = tf().split(weights(`${at}.attn.qkv.bias`), 3, 0);
  const attended = attentionBlock(
    x_NV,
    {
      norm_D: weights(`${at}.norm1.weight`),
      query_CD: query!,
      key_ED: key!,
      value_ED: value!,
      output_DC: weights(`${at}.attn.proj.weight`),
      queryBias_C: queryBias!,
      keyBias_E: keyBias!,
      valueBias_E: valueBias!,
      outputBias_D: weights(`${at}.attn.proj.bias`),
    },
    {
      ...group,
      heads: vision.heads,
      kvHeads: vision.heads,
      causal: false,
      epsilon: VISION_NORM_EPSILON,
      queryTable: plan.queryTable,
      keyTable: plan.keyTable,
      mask: isFull ? null : plan.windowMask,
      recompute,
    },
  );
  return mlpBlock(
    attended,
    {
      norm_D: weights(`${at}.norm2.weight`),
      gate_FD: weights(`${at}.mlp.gate_proj.weight`),
      up_FD: weights(`${at}.mlp.up_proj.weight`),
      down_DF: weights(`${at}.mlp.down_proj.weight`),
      gateBias_F: weights(`${at}.mlp.gate_proj.bias`),
      upBias_F: weights(`${at}.mlp.up_proj.bias`),
      downBias_D: weights(`${at}.mlp.down_proj.bias`),
    },
    VISION_NORM_EPSILON,
    recompute,
  );
}
