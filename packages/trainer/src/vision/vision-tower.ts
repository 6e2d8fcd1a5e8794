/**
 * The vision tower: patches in, one row of decoder width for each merged cell out.
 * Shapes: I images of one grid, P patches an image, N = I P rows, V hidden, M merged cells an image, D decoder hidden.
 */
import { type Tensor, tf } from '../backend/tf.ts';
import type { ModelConfig } from '../model/config.ts';
import { attentionBlock } from '../ops/attention-block.ts';
import { differentiableLinear } from '../ops/linear.ts';
import { mlpBlock } from '../ops/mlp-block.ts';
import { rmsNorm } from '../ops/rms-norm.ts';
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
  let x_NV: Tensor = api.matMul(api.gather(pixels_NX, plan.gather), kernel_VX, false, true);
  tap?.('vision.patch_embed', x_NV);
  for (let block = 0; block < vision.depth; block++) {
    x_NV = visionBlock(x_NV, block, weights, config, plan, recompute);
    tap?.(`vision.block${block}`, x_NV);
  }
  const normed = rmsNorm(x_NV, weights('visual.merger.ln_q.weight'), VISION_NORM_EPSILON);
  const merged = api.reshape(normed, [-1, vision.hiddenSize * vision.mergeSize ** 2]);
  const at = 'visual.merger.mlp';
  const hidden = gelu(
    api.add(differentiableLinear(merged, weights(`${at}.0.weight`)), weights(`${at}.0.bias`)),
  );
  return api.add(differentiableLinear(hidden, weights(`${at}.2.weight`)), weights(`${at}.2.bias`));
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

/** Exact GELU: x Phi(x). */
function gelu(x: Tensor): Tensor {
  const api = tf();
  return api.mul(api.mul(x, 0.5), api.add(api.erf(api.mul(x, Math.SQRT1_2)), 1));
}
