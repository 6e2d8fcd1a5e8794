/**
 * The few operations of a decoding step, each one native call where there is TensorFlow: tfjs's checks and the tensors
 * that it makes for shapes cost more than the work on one token. Nothing is recorded for gradients.
 */
import { executeOp, hasNativeOps, type OpAttributes } from '../../backend/execute-op.ts';
import { type Tensor, tf } from '../../backend/tf.ts';
import { constant, constantInt } from '../../ops/constants.ts';

const FLOAT: OpAttributes = { T: { type: 'float32' } };
const RESHAPE: OpAttributes = { T: { type: 'float32' }, Tshape: { type: 'int32' } };
const TRANSPOSE: OpAttributes = { T: { type: 'float32' }, Tperm: { type: 'int32' } };
const NORM: OpAttributes = { keep_dims: { bool: true }, T: { type: 'float32' }, Tidx: { type: 'int32' } };
const HALVES: OpAttributes = { T: { type: 'float32' }, num_split: { int: 2 } };
const JOIN: OpAttributes = { N: { int: 2 }, T: { type: 'float32' }, Tidx: { type: 'int32' } };
const STACK: OpAttributes = { adj_x: { bool: false }, adj_y: { bool: false }, T: { type: 'float32' } };
const STACK_TURNED: OpAttributes = { adj_x: { bool: false }, adj_y: { bool: true }, T: { type: 'float32' } };
const splitAttributes = new Map<number, OpAttributes>();

const ints = (values: readonly number[]): Tensor =>
  constant(`ints:${values}`, () => tf().tensor1d([...values], 'int32'));

export function add(a: Tensor, b: Tensor): Tensor {
  return hasNativeOps() ? executeOp('AddV2', FLOAT, [a, b])[0]! : tf().add(a, b);
}

export function multiply(a: Tensor, b: Tensor): Tensor {
  return hasNativeOps() ? executeOp('Mul', FLOAT, [a, b])[0]! : tf().mul(a, b);
}

/**
 * Stacks of matrices, in float32 whatever the precision of products is: rounding a cache anew for every token costs more
 * than a bfloat16 product of one token saves.
 */
export function multiplyStacks(a: Tensor, b: Tensor, transposeB = false): Tensor {
  if (!hasNativeOps()) return tf().matMul(a, b, false, transposeB);
  return executeOp('BatchMatMulV2', transposeB ? STACK_TURNED : STACK, [a, b])[0]!;
}

/** `shape` has -1 where it depends on the rows: each distinct one is kept as a constant. */
export function reshape(x: Tensor, shape: readonly number[]): Tensor {
  return hasNativeOps() ? executeOp('Reshape', RESHAPE, [x, ints(shape)])[0]! : tf().reshape(x, [...shape]);
}

export function transpose(x: Tensor, order: readonly number[]): Tensor {
  return hasNativeOps()
    ? executeOp('Transpose', TRANSPOSE, [x, ints(order)])[0]!
    : tf().transpose(x, [...order]);
}

export function join(a: Tensor, b: Tensor, axis: number): Tensor {
  return hasNativeOps()
    ? executeOp('ConcatV2', JOIN, [a, b, constantInt(axis)])[0]!
    : tf().concat([a, b], axis);
}

/** @param sizes the last may be -1: the rest */
export function split(x: Tensor, sizes: readonly number[], axis: number): Tensor[] {
  if (!hasNativeOps()) return tf().split(x, wholeSizes(x, sizes, axis), axis);
  let attributes = splitAttributes.get(sizes.length);
  if (attributes === undefined) {
    attributes = { num_split: { int: sizes.length }, T: { type: 'float32' }, Tlen: { type: 'int32' } };
    splitAttributes.set(sizes.length, attributes);
  }
  return executeOp('SplitV', attributes, [x, ints(sizes), constantInt(axis)], sizes.length);
}

function wholeSizes(x: Tensor, sizes: readonly number[], axis: number): number[] {
  const known = sizes.reduce((sum, size) => sum + Math.max(0, size), 0);
  return sizes.map((size) => (size === -1 ? x.shape[axis]! - known : size));
}

/** Over the last axis. */
export function softmax(x: Tensor): Tensor {
  return hasNativeOps() ? executeOp('Softmax', FLOAT, [x])[0]! : tf().softmax(x);
}

/**
 * x / (sqrt(features) rms(x)) of rows [N, D]: whoever multiplies next carries sqrt(features), and `scaledEpsilon` is the
 * norm's epsilon times the features.
 */
export function unitRows(x_ND: Tensor, scaledEpsilon: number): Tensor {
  const api = tf();
  if (!hasNativeOps()) {
    return api.mul(x_ND, api.rsqrt(api.add(api.sum(api.square(x_ND), -1, true), scaledEpsilon)));
  }
  const epsilon = constant(`float:${scaledEpsilon}`, () => api.scalar(scaledEpsilon));
  const length = executeOp('EuclideanNorm', NORM, [x_ND, constantInt(1)])[0]!;
  const square = executeOp('Square', FLOAT, [length])[0]!;
  const reciprocal = executeOp('Rsqrt', FLOAT, [add(square, epsilon)])[0]!;
  return multiply(x_ND, reciprocal);
}

/** silu(gate) * up of rows [N, gate | up]. */
export function gated(gateUp: Tensor): Tensor {
  const api = tf();
  if (!hasNativeOps()) {
    const [gate, up] = api.split(gateUp, 2, 1) as [Tensor, Tensor];
    return api.mul(api.mul(gate, api.sigmoid(gate)), up);
  }
  const [gate, up] = executeOp('Split', HALVES, [constantInt(1), gateUp], 2) as [Tensor, Tensor];
  // Named after its use, it computes a / (1 + exp(-b)).
  return executeOp('SoftplusGrad', FLOAT, [multiply(gate, up), gate])[0]!;
}
