/**
 * Matrix products as one native operation each: tfjs's matMul reshapes both operands and the result, and takes the
 * batched kernel even for two axes, whose weight gradients are slower. Nothing is recorded for gradients: use inside
 * tf.customGrad, or where no gradient flows.
 */
import { executeInBfloat16, executeOp, hasNativeOps, type OpAttributes } from '../backend/execute-op.ts';
import { backendInfo } from '../backend/init-backend.ts';
import { type Tensor, tf } from '../backend/tf.ts';
import { hasKernels } from './kernel-block.ts';

type ByTransposition = readonly [
  readonly [OpAttributes, OpAttributes],
  readonly [OpAttributes, OpAttributes],
];
type ElementType = 'float32' | 'bfloat16';

/** Attributes by which operand is transposed, made once: executeOp() caches them by identity. */
function attributes(type: ElementType, a: string, b: string): ByTransposition {
  const make = (first: boolean, second: boolean): OpAttributes => ({
    T: { type },
    [a]: { bool: first },
    [b]: { bool: second },
  });
  return [
    [make(false, false), make(false, true)],
    [make(true, false), make(true, true)],
  ];
}

/** Of our own operation, which is float32 only. */
const OWN = ([false, true] as const).map((a) =>
  ([false, true] as const).map((b): OpAttributes => ({ transpose_a: { bool: a }, transpose_b: { bool: b } })),
) as unknown as ByTransposition; // map() forgets lengths
const KINDS = { float32: kinds('float32'), bf16: kinds('bfloat16') };

function kinds(type: ElementType): { matrices: ByTransposition; batches: ByTransposition } {
  return {
    matrices: attributes(type, 'transpose_a', 'transpose_b'),
    batches: attributes(type, 'adj_x', 'adj_y'),
  };
}

/**
 * a b of two matrices, or of two stacks of matrices [batch, rows, columns] with equal batch. Under the precision
 * bfloat16 operands are rounded, sums are float32, and the result is rounded once; oneDNN's own switch for this
 * (fpmath mode) does it on CPUs with AMX only, and never for two axes.
 */
export function product(a: Tensor, b: Tensor, transposeA = false, transposeB = false): Tensor {
  if (!hasNativeOps()) return tf().matMul(a, b, transposeA, transposeB);
  if (a.rank === 2 && hasKernels())
    return executeOp('ParallaxProduct', OWN[transposeA ? 1 : 0][transposeB ? 1 : 0], [a, b])[0]!;
  const { precision } = backendInfo();
  const { matrices, batches } = KINDS[precision];
  const [name, table] =
    a.rank === 2 ? (['MatMul', matrices] as const) : (['BatchMatMulV2', batches] as const);
  const chosen = table[transposeA ? 1 : 0][transposeB ? 1 : 0];
  return precision === 'bf16' ? executeInBfloat16(name, chosen, [a, b]) : executeOp(name, chosen, [a, b])[0]!;
}
