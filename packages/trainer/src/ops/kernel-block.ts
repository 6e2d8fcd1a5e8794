/**
 * A block of the model as one native operation forwards and one backwards. What both take is the same list: the rows, the
 * weights (an absent bias is an empty tensor), and what else the block reads.
 */
import { executeOp, type OpAttributes } from '../backend/execute-op.ts';
import { backendInfo } from '../backend/init-backend.ts';
import { kernelInstructions } from '../backend/kernels.ts';
import { type Tensor, type Tensor2D, tf } from '../backend/tf.ts';
import { constant, unusedGradient } from './constants.ts';
import { gradientScope, isTrained } from './gradient-scope.ts';

export interface KernelBlock {
  /** Of the forward operation; its gradient has the suffix Grad and takes the attribute `wanted` besides. */
  readonly operation: 'ParallaxAttention' | 'ParallaxMlp' | 'ParallaxMerger';
  readonly attributes: OpAttributes;
  readonly x_ND: Tensor;
  /** In the order of the operation's inputs. */
  readonly weights: readonly (Tensor | null)[];
  /** Read as they are; no gradient reaches them. */
  readonly others: readonly Tensor[];
  /** What the forward operation gives after y, for the gradient. */
  readonly kept: number;
  /** The tape keeps the inputs only, and the gradient runs the forward operation again. */
  readonly recompute: boolean;
}

/** Whether blocks can run as kernels: they are float32 only. */
export function hasKernels(): boolean {
  return kernelInstructions() !== null && backendInfo().precision === 'float32';
}

/** The weights under these names. */
export function inOrder<Name extends string>(
  weights: Readonly<Record<Name, Tensor | null>>,
  names: readonly Name[],
): (Tensor | null)[] {
  return names.map((name) => weights[name]);
}

/** Stands for an absent tensor. */
export function absent(): Tensor {
  return constant('absent', () => tf().tensor1d([], 'float32'));
}

/** Forwards only, without a gradient. @returns y [N, D] and what is kept */
export function runKernelBlock(block: Omit<KernelBlock, 'recompute'>): Tensor[] {
  const { operation, attributes, x_ND, weights, others, kept } = block;
  const inputs = [x_ND, ...weights.map((weight) => weight ?? absent()), ...others];
  return executeOp(operation, attributes, inputs, 1 + kept);
}

/** @returns y [N, D], differentiable with respect to x and the weights whose `trainable` is not false */
export function kernelBlock(block: KernelBlock): Tensor {
  const { operation, attributes, x_ND, weights, others, kept, recompute } = block;
  const present = weights.filter((weight) => weight !== null);
  const wanted = weights.reduce((bits, weight, i) => (isTrained(weight) ? bits | (1 << i) : bits), 0);
  const forward = (inputs: readonly Tensor[]): Tensor[] => executeOp(operation, attributes, inputs, 1 + kept);
  const differentiable = tf().customGrad((...args: unknown[]) => {
    const save = args.at(-1) as (tensors: Tensor[]) => void; // tfjs appends it to the inputs
    const [y_ND, ...rest] = runKernelBlock(block);
    save([x_ND, ...present, ...others, ...(recompute ? [] : rest)]);
    const gradFunc = (dy: Tensor, saved: Tensor[]): Tensor[] =>
      gradientScope(saved, () => {
        let next = 1;
        const again = [saved[0]!, ...weights.map((weight) => (weight === null ? absent() : saved[next++]!))];
        again.push(...saved.slice(next, next + others.length));
        const activations = recompute ? forward(again).slice(1) : saved.slice(next + others.length);
        const [dx_ND, ...gradients] = executeOp(
          `${operation}Grad`,
          { ...attributes, wanted: { int: wanted } },
          [...again, ...activations, dy],
          1 + weights.length,
        );
        const ofPresent = gradients.filter((_, i) => weights[i] !== null);
        return [dx_ND!, ...ofPresent.map((gradient) => (gradient.size === 0 ? unusedGradient() : gradient))];
      });
    return { value: y_ND as Tensor2D, gradFunc };
  });
  return differentiable(x_ND, ...present);
}
