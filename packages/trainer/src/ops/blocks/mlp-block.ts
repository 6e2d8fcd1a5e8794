/**
 * x + down(silu(gate(h)) * up(h)), h = norm(x): one differentiable operation with a hand-written gradient.
 * Shapes: N rows, D hidden, F intermediate.
 */
import { bfloat16Scope, executeOp, hasNativeOps, type OpAttributes } from '../../backend/execute-op.ts';
import { type Tensor, type Tensor2D, tf } from '../../backend/tf.ts';
import { unusedGradient } from '../constants.ts';
import { gradientScope, isTrained, tidyRecord } from '../gradient-scope.ts';
import { hasKernels, inOrder, kernelBlock } from '../kernel-block.ts';
import { linear, linearBiasGradient, linearInputGradient, linearWeightGradient } from '../linear.ts';
import { rmsNormBackward, rmsNormForward } from '../rms-norm.ts';
import { namedTensors } from './attention-block.ts';

const FLOAT: OpAttributes = { T: { type: 'float32' } };

export interface MlpWeights {
  readonly norm_D: Tensor;
  readonly gate_FD: Tensor;
  readonly up_FD: Tensor;
  readonly down_DF: Tensor;
  readonly gateBias_F: Tensor | null;
  readonly upBias_F: Tensor | null;
  readonly downBias_D: Tensor | null;
}

/** Of the inputs of ParallaxMlp. */
const ORDER = ['norm_D', 'gate_FD', 'up_FD', 'down_DF', 'gateBias_F', 'upBias_F', 'downBias_D'] as const;

interface MlpSaved {
  readonly normalised_ND: Tensor;
  readonly reciprocal_N1: Tensor;
  readonly gate_NF: Tensor;
  readonly up_NF: Tensor;
  readonly sigmoid_NF: Tensor;
  readonly silu_NF: Tensor;
  readonly product_NF: Tensor;
}

/** The forward pass without a gradient. */
export function mlpBlockForward(
  x_ND: Tensor,
  weights: MlpWeights,
  epsilon: number,
): { value_ND: Tensor; saved: MlpSaved } {
  const saved = gated(x_ND, weights, epsilon);
  const value_ND = tf().add(x_ND, linear(saved.product_NF, weights.down_DF, weights.downBias_D));
  return { value_ND, saved };
}

/** The forward pass as far as its gradient needs it. */
function gated(x_ND: Tensor, weights: MlpWeights, epsilon: number): MlpSaved {
  const api = tf();
  const norm = rmsNormForward(x_ND, epsilon);
  const n = norm.normalised_ND;
  const gate_NF = linear(n, api.mul(weights.gate_FD, weights.norm_D), weights.gateBias_F);
  const up_NF = linear(n, api.mul(weights.up_FD, weights.norm_D), weights.upBias_F);
  const sigmoid_NF = api.sigmoid(gate_NF);
  const silu_NF = api.mul(gate_NF, sigmoid_NF);
  const product_NF = api.mul(silu_NF, up_NF);
  return { ...norm, gate_NF, up_NF, sigmoid_NF, silu_NF, product_NF };
}

/**
 * The differentiable block. Gradients of variables with `trainable === false` are not computed.
 * @param recompute the tape keeps the block's inputs only, and its gradient runs the forward pass again
 */
export function mlpBlock(x_ND: Tensor, weights: MlpWeights, epsilon: number, recompute = false): Tensor {
  if (hasKernels()) {
    const attributes = { epsilon: { float: epsilon } };
    const ordered = inOrder(weights, ORDER);
    return kernelBlock({
      operation: 'ParallaxMlp',
      attributes,
      x_ND,
      weights: ordered,
      others: [],
      kept: 2,
      recompute,
    });
  }
  const names = (Object.keys(weights) as WeightName[]).filter((name) => weights[name] !== null);
  const trained = new Set(names.filter((name) => isTrained(weights[name])));
  const inputs = names.map((name) => weights[name]!);
  const operation = tf().customGrad((...args: unknown[]) => {
    const save = args.at(-1) as (tensors: Tensor[]) => void; // tfjs appends it to the inputs
    const { value_ND, saved } = bfloat16Scope(() => mlpBlockForward(x_ND, weights, epsilon));
    const activations = Object.keys(saved) as (keyof MlpSaved)[];
    const keeps = recompute ? [x_ND] : activations.map((name) => saved[name]);
    save([...keeps, ...inputs]);
    const gradFunc = (dy: Tensor, tensors: Tensor[]): Tensor[] => {
      // Both records hold every name of their interfaces: the tensors come back in the order of save().
      const stored = namedTensors(names, tensors.slice(keeps.length)) as unknown as MlpWeights;
      return gradientScope(tensors, () => {
        const kept = recompute
          ? tidyRecord(() => gated(tensors[0]!, stored, epsilon))
          : (namedTensors(activations, tensors) as unknown as MlpSaved);
        const { dx_ND, gradients } = mlpBlockBackward(dy, kept, stored, trained);
        return [dx_ND, ...names.map((name) => gradients[name] ?? unusedGradient())];
      });
    };
    return { value: value_ND as Tensor2D, gradFunc };
  });
  return operation(x_ND, ...inputs);
}

type WeightName = keyof MlpWeights;
type Gradients = Partial<Record<WeightName, Tensor>>;

function mlpBlockBackward(
  dy_ND: Tensor,
  saved: MlpSaved,
  weights: MlpWeights,
  trained: ReadonlySet<WeightName>,
): { dx_ND: Tensor; gradients: Gradients } {
  const api = tf();
  const { gate_NF, up_NF, sigmoid_NF, silu_NF, product_NF, normalised_ND } = saved;
  const gradients: Gradients = {};
  if (trained.has('down_DF')) gradients.down_DF = linearWeightGradient(dy_ND, product_NF);
  if (trained.has('downBias_D')) gradients.downBias_D = linearBiasGradient(dy_ND);
  const dProduct = linearInputGradient(dy_ND, weights.down_DF);
  const dUp = api.mul(dProduct, silu_NF);
  // silu'(g) = s + g s (1 - s)
  const slope = api.add(sigmoid_NF, sigmoidGradient(sigmoid_NF, gate_NF));
  const dGate = api.mul(api.mul(dProduct, up_NF), slope);
  if (trained.has('gateBias_F')) gradients.gateBias_F = linearBiasGradient(dGate);
  if (trained.has('upBias_F')) gradients.upBias_F = linearBiasGradient(dUp);
  const dNormalised = api.add(
    linearInputGradient(dGate, api.mul(weights.gate_FD, weights.norm_D)),
    linearInputGradient(dUp, api.mul(weights.up_FD, weights.norm_D)),
  );
  const normParts: Tensor[] = [];
  for (const [name, dy] of [
    ['gate_FD', dGate],
    ['up_FD', dUp],
  ] as const) {
    if (!trained.has(name) && !trained.has('norm_D')) continue;
    const dWeight = linearWeightGradient(dy, normalised_ND);
    if (trained.has(name)) gradients[name] = api.mul(dWeight, weights.norm_D);
    if (trained.has('norm_D')) normParts.push(api.sum(api.mul(dWeight, weights[name]), 0));
  }
  if (trained.has('norm_D')) gradients.norm_D = api.addN(normParts);
  return { dx_ND: api.add(dy_ND, rmsNormBackward(dNormalised, saved)), gradients };
}

/** dy s (1 - s), in one pass when native. */
function sigmoidGradient(sigmoid: Tensor, dy: Tensor): Tensor {
  if (hasNativeOps()) return executeOp('SigmoidGrad', FLOAT, [sigmoid, dy])[0]!;
  return tf().mul(dy, tf().mul(sigmoid, tf().sub(1, sigmoid)));
}
