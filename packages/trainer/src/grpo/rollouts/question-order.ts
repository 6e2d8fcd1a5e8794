/**
 * Which questions a step asks: functions of (seed, step) alone, however many of them earlier steps came to ask. So a
 * resumed run needs no position in the order.
 */
import { dataOrder } from '../../batching/order.ts';
import { permutationAt } from '../../batching/random.ts';

export interface QuestionOrder {
  /** The step's own stretch of the data order: epoch by epoch, each question once. */
  first(step: number): number[];
  /** All others, in an order of the step's own: for groups that are sampled again. */
  spare(step: number): number[];
}

export function questionOrder(size: number, perStep: number, seed: number): QuestionOrder {
  const order = dataOrder(size, seed);
  const first = (step: number): number[] =>
    Array.from({ length: perStep }, (_, i) => order((step - 1) * perStep + i));
  return {
    first,
    spare(step) {
      const asked = new Set(first(step));
      return [...permutationAt(size, seed, 0x73706172, step)].filter((index) => !asked.has(index));
    },
  };
}
