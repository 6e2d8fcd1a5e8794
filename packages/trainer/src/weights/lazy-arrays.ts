/** Variables as tensors to write, whose numbers are fetched only when their turn comes. */
import type { Variable } from '../backend/tf.ts';
import type { LazyArray } from './safetensors-write.ts';

/** @param variables float32 all of them, as parameters, adapters and heads are by construction */
export function lazyArrays(variables: ReadonlyMap<string, Variable>): Map<string, LazyArray> {
  return new Map(
    [...variables].map(([name, variable]) => [
      name,
      { shape: variable.shape, read: () => variable.dataSync() as Float32Array },
    ]),
  );
}
