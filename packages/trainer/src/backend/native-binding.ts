/**
 * The native addon's surface, as far as this package uses it. tfjs-node keeps it out of its public types, but
 * it is what lets us run any TensorFlow operation, not only those that tfjs wraps.
 */
import type { Tensor } from './tf.ts';
import { tf } from './tf.ts';

/** Attribute of a raw operation as the addon wants it: `type` is one of its TF_ATTR_* numbers. */
export interface NativeAttribute {
  readonly name: string;
  readonly type: number;
  readonly value: unknown;
}

export interface NativeOutput {
  readonly id: number;
  readonly shape: number[];
  readonly dtype: number;
}

export interface NativeBinding {
  readonly TF_ATTR_BOOL: number;
  readonly TF_ATTR_INT: number;
  readonly TF_ATTR_FLOAT: number;
  readonly TF_ATTR_STRING: number;
  readonly TF_ATTR_TYPE: number;
  readonly TF_Version: string;
  executeOp(
    name: string,
    attributes: readonly NativeAttribute[],
    inputIds: number[],
    outputs: number,
  ): NativeOutput[];
  deleteTensor(id: number): void;
  isUsingGpuDevice(): boolean;
}

export interface NativeBackend {
  readonly binding: NativeBinding;
  getInputTensorIds(inputs: readonly Tensor[]): number[];
  createOutputTensor(output: NativeOutput): Tensor;
}

let cached: NativeBackend | null | undefined;

/** The native backend, or null on wasm and plain JS: callers then take their tfjs path. */
export function nativeBackend(): NativeBackend | null {
  if (cached === undefined) {
    const backend: unknown = tf().backend();
    // The cast names what tfjs-node's backend object holds; the check below makes sure that it is that object.
    const candidate = backend as NativeBackend;
    cached = typeof candidate.binding?.executeOp === 'function' ? candidate : null;
  }
  return cached;
}

/** Called by initBackend() after it has set another backend. */
export function forgetNativeBackend(): void {
  cached = undefined;
}
