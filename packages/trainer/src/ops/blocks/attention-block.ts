/**
 * x + attention(norm(x)): one differentiable operation with a hand-written gradient, for decoder layers and for blocks
 * of the vision tower. One node on the tape keeps few tensors and few operations; the gradient is tested against finite
 * differences. Shapes: N rows, D hidden, C = H d query features, E = K d key features.
 */
import { bfloat16Scope } from '../../backend/execute-op.ts';
import { type Tensor, type Tensor2D, tf } from '../../backend/tf.ts';
import {
  type AttentionSaved,
  type AttentionShape,
  attentionBackward,
  attentionForward,
} from '../attention.ts';
import { unusedGradient } from '../constants.ts';
import { gradientScope, isTrained, tidyRecord } from '../gradient-scope.ts';
import { absent, hasKernels, inOrder, kernelBlock, runKernelBlock } from '../kernel-block.ts';
import { linear, linearBiasGradient, linearInputGradient, linearWeightGradient } from '../linear.ts';
import { type RmsNormOutput, rmsNormBackward, rmsNormForward } from '../rms-norm.ts';
import { deinterleaveHeads, interleaveHeads, type RotaryTable, rotate, rotateBackward } from '../rotary.ts';

export interface AttentionWeights {
  readonly norm_D: Tensor;
  readonly query_CD: Tensor;
  readonly key_ED: Tensor;
  readonly value_ED: Tensor;
  readonly output_DC: Tensor;
  readonly queryBias_C: Tensor | null;
  readonly keyBias_E: Tensor | null;
  readonly valueBias_E: Tensor | null;
  readonly outputBias_D: Tensor | null;
}

/** Of the inputs of ParallaxAttention. */
const ORDER = [
  ...(['norm_D', 'query_CD', 'key_ED', 'value_ED', 'output_DC'] as const),
  ...(['queryBias_C', 'keyBias_E', 'valueBias_E', 'outputBias_D'] as const),
] as const;

export interface AttentionSettings extends AttentionShape {
  readonly epsilon: number;
  /** Scaled by 1 / sqrt(d). */
  readonly queryTable: RotaryTable;
  readonly keyTable: RotaryTable;
  readonly mask: Tensor | null;
  /** The tape keeps the block's inputs only, and its gradient runs the forward pass again: less memory, the same bits. */
  readonly recompute?: boolean;
}

interface Prepared {
  readonly query_CD: Tensor;
  readonly key_ED: Tensor;
  readonly value_ED: Tensor;
}

export interface AttentionBlockOutput {
  readonly value_ND: Tensor;
  readonly norm: RmsNormOutput;
  readonly attention: AttentionSaved;
}

/** The forward pass without a gradient; prefill takes keys and values from it. */
export function attentionBlockForward(
  x_ND: Tensor,
  weights: AttentionWeights,
  settings: AttentionSettings,
): AttentionBlockOutput {
  const kept = attend(x_ND, weights, settings);
  const output_ND = linear(kept.attention.output_NC, weights.output_DC, weights.outputBias_D);
  return { value_ND: tf().add(x_ND, output_ND), ...kept };
}

/** The forward pass as far as its gradient needs it. */
function attend(
  x_ND: Tensor,
  weights: AttentionWeights,
  settings: AttentionSettings,
): Pick<AttentionBlockOutput, 'norm' | 'attention'> {
  const { heads, kvHeads } = settings;
  const norm = rmsNormForward(x_ND, settings.epsilon);
  const folded = foldNorm(weights, heads, kvHeads);
  const interleave = (bias: Tensor | null, count: number) =>
    bias === null ? null : interleaveHeads(bias, count);
  const n = norm.normalised_ND;
  let query = linear(n, folded.query_CD, interleave(weights.queryBias_C, heads));
  let key = linear(n, folded.key_ED, interleave(weights.keyBias_E, kvHeads));
  const value = linear(n, folded.value_ED, weights.valueBias_E);
  query = rotate(query, heads, settings.queryTable);
  key = rotate(key, kvHeads, settings.keyTable);
  return { norm, attention: attentionForward(query, key, value, settings, settings.mask) };
}

/** The differentiable block. Gradients of variables with `trainable === false` are not computed. */
export function attentionBlock(x_ND: Tensor, weights: AttentionWeights, settings: AttentionSettings): Tensor {
  if (hasKernels()) return kernelAttention(x_ND, weights, settings);
  const api = tf();
  const names = (Object.keys(weights) as WeightName[]).filter((name) => weights[name] !== null);
  const trained = new Set(names.filter((name) => isTrained(weights[name])));
  const inputs = names.map((name) => weights[name]!);
  const recomputeGradients = (dy: Tensor, saved: Tensor[]): Tensor[] => {
    const [x, qa, qb, ka, kb] = saved as FiveTensors; // in the order of save()
    const stored = namedTensors(names, saved.slice(5, 5 + names.length)) as unknown as AttentionWeights; // as below
    const tables = { queryTable: { a: qa, b: qb }, keyTable: { a: ka, b: kb } };
    const again = { ...settings, ...tables, mask: saved[5 + names.length] ?? null };
    return gradientScope(saved, () => {
      const { norm, attention } = tidyRecord(() => attend(x, stored, again));
      const kept = { norm, attention, weights: stored, trained };
      const { dx_ND, gradients } = attentionBlockBackward(dy, kept, again);
      return [dx_ND, ...names.map((name) => gradients[name] ?? unusedGradient())];
    });
  };
  const operation = api.customGrad((...args: unknown[]) => {
    const save = args.at(-1) as (tensors: Tensor[]) => void; // tfjs appends it to the inputs
    const { value_ND, norm, attention } = bfloat16Scope(() => attentionBlockForward(x_ND, weights, settings));
    const { query_BMd, key_BLd, value_BLd, probabilities, output_NC } = attention;
    const { queryTable, keyTable, mask } = settings;
    const tables_4 = [queryTable.a, queryTable.b, keyTable.a, keyTable.b];
    if (settings.recompute) {
      save([x_ND, ...tables_4, ...inputs, ...(mask === null ? [] : [mask])]);
      return { value: value_ND as Tensor2D, gradFunc: recomputeGradients };
    }
    // Whatever is not saved is gone when the gradient runs: tidy scopes end with the forward pass.
    save([
      ...[norm.normalised_ND, norm.reciprocal_N1, query_BMd, key_BLd, value_BLd, output_NC],
      ...tables_4,
      ...inputs,
      ...probabilities,
    ]);
    const gradFunc = (dy: Tensor, saved: Tensor[]): Tensor[] => {
      const [n, r, q, k, v, o, qa, qb, ka, kb] = saved as TenTensors; // in the order of save()
      const stored = saved.slice(10, 10 + names.length);
      const kept: Kept = {
        norm: { normalised_ND: n, reciprocal_N1: r },
        attention: {
          query_BMd: q,
          key_BLd: k,
          value_BLd: v,
          probabilities: saved.slice(10 + names.length),
          output_NC: o,
        },
        weights: namedTensors(names, stored) as unknown as AttentionWeights, // every non-null name is there
        trained,
      };
      const tables = { queryTable: { a: qa, b: qb }, keyTable: { a: ka, b: kb } };
      return gradientScope(saved, () => {
        const { dx_ND, gradients } = attentionBlockBackward(dy, kept, { ...settings, ...tables });
        return [dx_ND, ...names.map((name) => gradients[name] ?? unusedGradient())];
      });
    };
    return { value: value_ND as Tensor2D, gradFunc };
  });
  return operation(x_ND, ...inputs);
}

function kernelAttention(x_ND: Tensor, weights: AttentionWeights, settings: AttentionSettings): Tensor {
  return kernelBlock({ ...asKernel(x_ND, weights, settings), recompute: settings.recompute ?? false });
}

/**
 * The same without a gradient, where there are kernels; prefill takes keys and values from it.
 * @returns qkv_NX queries, keys and values side by side, before rotation: X = C + 2 E
 */
export function kernelAttentionForward(
  x_ND: Tensor,
  weights: AttentionWeights,
  settings: AttentionSettings,
): { readonly value_ND: Tensor; readonly qkv_NX: Tensor } {
  const [value, , qkv] = runKernelBlock(asKernel(x_ND, weights, settings)); // y, reciprocals, qkv, ...
  return { value_ND: value!, qkv_NX: qkv! };
}

function asKernel(x_ND: Tensor, weights: AttentionWeights, settings: AttentionSettings) {
  const { heads, kvHeads, segments, causal, epsilon, keyTable, mask } = settings;
  return {
    operation: 'ParallaxAttention',
    attributes: {
      heads: { int: heads },
      key_heads: { int: kvHeads },
      segments: { int: segments },
      causal: { bool: causal },
      epsilon: { float: epsilon },
    },
    x_ND,
    weights: inOrder(weights, ORDER),
    others: [keyTable.a, mask ?? absent()],
    kept: 4,
  } as const;
}

type WeightName = keyof AttentionWeights;
type Gradients = Partial<Record<WeightName, Tensor>>;
type FiveTensors = [Tensor, Tensor, Tensor, Tensor, Tensor];
type TenTensors = [Tensor, Tensor, Tensor, Tensor, Tensor, Tensor, Tensor, Tensor, Tensor, Tensor];

interface Kept {
  readonly norm: RmsNormOutput;
  readonly attention: AttentionSaved;
  readonly weights: AttentionWeights;
  readonly trained: ReadonlySet<WeightName>;
}

function attentionBlockBackward(
  dy_ND: Tensor,
  kept: Kept,
  settings: AttentionSettings,
): { dx_ND: Tensor; gradients: Gradients } {
  const api = tf();
  const { heads, kvHeads } = settings;
  const { attention, norm, weights, trained } = kept;
  const gradients: Gradients = {};
  if (trained.has('output_DC')) gradients.output_DC = linearWeightGradient(dy_ND, attention.output_NC);
  if (trained.has('outputBias_D')) gradients.outputBias_D = linearBiasGradient(dy_ND);
  const inner = attentionBackward(linearInputGradient(dy_ND, weights.output_DC), attention, settings);
  const dQuery = rotateBackward(inner.dQuery_NC, heads, settings.queryTable);
  const dKey = rotateBackward(inner.dKey_NE, kvHeads, settings.keyTable);
  const dValue = inner.dValue_NE;
  if (trained.has('queryBias_C'))
    gradients.queryBias_C = deinterleaveHeads(linearBiasGradient(dQuery), heads);
  if (trained.has('keyBias_E')) gradients.keyBias_E = deinterleaveHeads(linearBiasGradient(dKey), kvHeads);
  if (trained.has('valueBias_E')) gradients.valueBias_E = linearBiasGradient(dValue);
  const folded = foldNorm(weights, heads, kvHeads);
  const dNormalised = api.addN([
    linearInputGradient(dQuery, folded.query_CD),
    linearInputGradient(dKey, folded.key_ED),
    linearInputGradient(dValue, folded.value_ED),
  ]);
  // Gradients of the folded matrices W' = W * norm; the chain rule gives both factors.
  const projections = [
    ['query_CD', dQuery, heads],
    ['key_ED', dKey, kvHeads],
    ['value_ED', dValue, 0],
  ] as const;
  const normParts: Tensor[] = [];
  for (const [name, dy, count] of projections) {
    if (!trained.has(name) && !trained.has('norm_D')) continue;
    let dWeight = linearWeightGradient(dy, norm.normalised_ND);
    if (count > 0) dWeight = deinterleaveHeads(dWeight, count);
    if (trained.has(name)) gradients[name] = api.mul(dWeight, weights.norm_D);
    if (trained.has('norm_D')) normParts.push(api.sum(api.mul(dWeight, weights[name]), 0));
  }
  if (trained.has('norm_D')) gradients.norm_D = api.addN(normParts);
  return { dx_ND: api.add(dy_ND, rmsNormBackward(dNormalised, norm)), gradients };
}

/** Norm weight folded into the three projections: a product with small matrices instead of one with all rows. */
function foldNorm(weights: AttentionWeights, heads: number, kvHeads: number): Prepared {
  const api = tf();
  return {
    query_CD: interleaveHeads(api.mul(weights.query_CD, weights.norm_D), heads),
    key_ED: interleaveHeads(api.mul(weights.key_ED, weights.norm_D), kvHeads),
    value_ED: api.mul(weights.value_ED, weights.norm_D),
  };
}

/** Pairs names with tensors given in the same order. */
export function namedTensors(names: readonly string[], tensors: readonly Tensor[]): Record<string, Tensor> {
  return Object.fromEntries(names.map((name, index) => [name, tensors[index]!]));
}
