/**
 * Memory of a hand-written gradient. tfjs runs it outside any tidy scope of its own and keeps what the forward pass saved
 * until the last gradient is done: over all layers that is several times what a step needs.
 */
import { bfloat16Scope } from '../backend/execute-op.ts';
import { type Tensor, type TensorContainer, tf, type Variable } from '../backend/tf.ts';

/**
 * Frees what `gradients` makes on the way, and then what was saved: each node's gradient is asked for once.
 * @param saved the tensors that tfjs handed to the gradient function
 */
export function gradientScope(saved: readonly Tensor[], gradients: () => Tensor[]): Tensor[] {
  const found = bfloat16Scope(() => tf().tidy(gradients));
  for (const tensor of saved) tensor.dispose();
  return found;
}

/** A variable may be frozen; any other tensor (an adapter's effective weight) always wants its gradient. */
export function isTrained(weight: Tensor | null): boolean {
  return weight !== null && (weight as Partial<Variable>).trainable !== false; // plain tensors lack the field
}

/** tf.tidy for a record of tensors, however deep: all that is not in it is freed. */
export function tidyRecord<T extends object>(make: () => T): T {
  // Its type wants an index signature; it walks any object.
  return tf().tidy(make as unknown as () => TensorContainer) as unknown as T;
}
