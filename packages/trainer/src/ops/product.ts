/**
 * Matrix products as one native operation each: tfjs's matMul reshapes both operands and the result, and takes the
 * batched kernel even for two axes, whose weight gradients are slower. Nothing is recorded for gradients: use inside
 * tf.customGrad, or where no gradient flows.
 */
import { executeOp, hasNativeOps, type OpAttributes } from '../backend/execute-op.ts';
import { type Tensor, tf } from '../backend/tf.ts';

type ByTransposition = readonly [
  readonly [OpAttributes, OpAttributes],
  readonly [OpAttributes, OpAttributes],
];

/** Attributes by which operand is transposed, made once: executeOp() caches them by identity. */
function attributes(a: string, b: string): ByTransposition {
  const make = (first: boolean, second: boolean): OpAttributes => ({
    T: { type: 'float32' },
    [a]: { bool: first },
    [b]: { bool: second },
  });
  return [
    [make(false, false), make(false, true)],
    [make(true, false), make(true, true)],
  ];
}

const MATRICES = attributes('transpose_a', 'transpose_b');
const BATCHES = attributes('adj_x', 'adj_y');

/** a b of two matrices, or of two stacks of matrices [batch, rows, columns] with equal batch. */
export function product(a: Tensor, b: Tensor, transposeA = false, transposeB = false): Tensor {
  if (!hasNativeOps()) return tf().matMul(a, b, transposeA, transposeB);
  const [name, table] =
    a.rank === 2 ? (['MatMul', MATRICES] as const) : (['BatchMatMulV2', BATCHES] as const);
  return executeOp(name, table[transposeA ? 1 : 0][transposeB ? 1 : 0], [a, b])[0]!;
}
