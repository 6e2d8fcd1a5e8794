/**
 * What lives in a training's memory is the same at every step, but not what is kept for later: V8 collects its old generation when
 * it has doubled, and glibc holds freed tensors whose sizes do not recur (rollouts have a new length at every step). Either
 * moves the resident memory by tens of megabytes within hundreds of steps, as a leak would (docs/LOG.md).
 */
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { kernelAddon, kernelInstructions } from './kernels.ts';

interface MemoryAddon {
  /** Pages that hold nothing go back to the system (malloc_trim). */
  releaseFreeMemory(): void;
}

let collect: (() => void) | null = null;

/** A full collection, then free pages go back to the system (with kernels only); some 50 ms. */
export function releaseMemory(): void {
  collect ??= exposedCollector();
  collect();
  if (kernelInstructions() !== null) (kernelAddon() as MemoryAddon).releaseFreeMemory(); // our own addon
}

function exposedCollector(): () => void {
  setFlagsFromString('--expose-gc');
  const gc: unknown = runInNewContext('gc');
  return typeof gc === 'function' ? () => void gc() : () => undefined;
}
