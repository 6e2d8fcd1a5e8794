/**
 * Kernels that training needs and the WebAssembly backend of tfjs lacks. The gradient of every row lookup is a sum over
 * segments; it runs here in plain JavaScript on WebAssembly's memory.
 */
import type * as TensorFlow from '@tensorflow/tfjs';
import type { Tf } from './tf.ts';

/** The part of tfjs' wasm backend that kernels use. */
interface WasmBackend {
  makeOutput(shape: number[], dtype: string): TensorFlow.TensorInfo;
  typedArrayFromHeap(info: TensorFlow.TensorInfo): Float32Array | Int32Array;
}

/** Registers the missing kernels; a second call, or a newer tfjs that has them, changes nothing. */
export function registerWasmKernels(api: Tf): void {
  if (api.getKernel('UnsortedSegmentSum', 'wasm') !== undefined) return;
  api.registerKernel({
    kernelName: 'UnsortedSegmentSum',
    backendName: 'wasm',
    kernelFunc: ({ inputs, attrs, backend }) => {
      const wasm = backend as WasmBackend; // the kernel is registered for this backend only
      const { x, segmentIds } = inputs as { x: TensorFlow.TensorInfo; segmentIds: TensorFlow.TensorInfo };
      const { numSegments } = attrs as unknown as { numSegments: number }; // as tfjs-core calls it
      const width = x.shape.slice(1).reduce((a, b) => a * b, 1);
      const result = wasm.makeOutput([numSegments, ...x.shape.slice(1)], x.dtype);
      // Views are taken after the allocation, which may move the memory.
      const out = wasm.typedArrayFromHeap(result);
      const values = wasm.typedArrayFromHeap(x);
      const segments = wasm.typedArrayFromHeap(segmentIds);
      out.fill(0);
      for (let row = 0; row < segments.length; row++) {
        const to = segments[row]! * width;
        for (let i = 0; i < width; i++) out[to + i]! += values[row * width + i]!;
      }
      return result;
    },
  });
}
