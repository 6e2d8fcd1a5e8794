/** What a training loop asks of an optimizer. */
import type { Tensor } from '../backend/tf.ts';
import type { FloatArray } from '../weights/index.ts';

export interface Optimizer {
  /** Updates done so far. */
  readonly steps: number;
  /**
   * One update in place. Gradients are left to the caller to dispose.
   * @returns the global norm before clipping.
   */
  step(gradients: Readonly<Record<string, Tensor>>, learningRate: number): number;
  /** All that it remembers beside `steps`, by name: "MOMENT.PARAMETER". */
  state(): Map<string, FloatArray>;
  /** Puts back what `state` gave, bit for bit. @throws RangeError when a moment is missing or of another size. */
  restore(state: ReadonlyMap<string, FloatArray>, steps: number): void;
  dispose(): void;
}
