/** The order in which a run reads its data: a pure function of (seed, position), so that resume needs no state. */
import { permutationAt } from './random.ts';

/** Returns the item at any position of an endless stream of epochs, each a fresh permutation of 0..size-1. */
export function dataOrder(size: number, seed: number): (position: number) => number {
  let epoch = -1;
  let order: Uint32Array = new Uint32Array();
  return (position) => {
    const wanted = Math.floor(position / size);
    if (wanted !== epoch) {
      epoch = wanted;
      order = permutationAt(size, seed, 0x6f726465, epoch);
    }
    return order[position % size]!;
  };
}
