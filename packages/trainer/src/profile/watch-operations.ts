/**
 * Times every operation while it is watched: TensorFlow.js's kernels, and on the native backend the TensorFlow
 * operations that they and our fused ones run. Nothing of it is there before and after.
 */
import { type NativeBackend, type NativeBinding, nativeBackend } from '../backend/native-binding.ts';
import { type Tensor, tf } from '../backend/tf.ts';
import type { Timeline } from './timeline.ts';

/** @returns stops watching. */
export function watchOperations(timeline: Timeline): () => void {
  const stops = [watchKernels(timeline)];
  const native = nativeBackend();
  if (native !== null) stops.push(watchNative(timeline, native));
  return () => {
    for (const stop of stops) stop();
  };
}

type RunKernel = (name: string, ...rest: unknown[]) => Tensor | Tensor[];

function watchKernels(timeline: Timeline): () => void {
  // The engine's method is shadowed by a property of the instance; its generic type says no more than RunKernel.
  const engine = tf().engine() as unknown as { runKernel?: RunKernel };
  const original = engine.runKernel!;
  engine.runKernel = function (this: unknown, name, ...rest) {
    return timeline.measure(name, 'kernel', () => original.call(this, name, ...rest), shapes);
  };
  return () => {
    delete engine.runKernel;
  };
}

/** The addon's own properties cannot be written, so an object that inherits from it stands in its place. */
function watchNative(timeline: Timeline, native: NativeBackend): () => void {
  const backend = native as { binding: NativeBinding }; // readonly for all others
  const original = backend.binding;
  const executeOp: NativeBinding['executeOp'] = (name, ...rest) =>
    timeline.measure(name, 'op', () => original.executeOp(name, ...rest), shapes);
  backend.binding = Object.create(original, { executeOp: { value: executeOp } }) as NativeBinding;
  return () => {
    backend.binding = original;
  };
}

type Shaped = { readonly shape: readonly number[] };

function shapes(results: Shaped | readonly Shaped[]): string {
  const list = 'shape' in results ? [results] : results;
  return list.map(({ shape }) => (shape.length === 0 ? 'scalar' : shape.join('x'))).join(' ');
}
