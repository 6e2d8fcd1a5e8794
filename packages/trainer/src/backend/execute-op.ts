/**
 * Runs any TensorFlow operation by name. Nothing is recorded for gradients: use it inside tf.customGrad, or where
 * no gradient flows.
 */
import { ConfigError } from '@parallax/lab';
import { type NativeAttribute, type NativeBackend, nativeBackend } from './native-binding.ts';
import type { Tensor } from './tf.ts';

/** TensorFlow's own numbers of its element types (tensorflow/core/framework/types.proto). */
const TYPE_NUMBERS = { float32: 1, int32: 3, complex64: 8, int64: 9, bool: 10, bfloat16: 14 } as const;

export type OpType = keyof typeof TYPE_NUMBERS;

/** One attribute: exactly one of the keys is present. */
export type OpAttribute =
  | { readonly type: OpType }
  | { readonly bool: boolean }
  | { readonly int: number | readonly number[] }
  | { readonly float: number }
  | { readonly string: string };

export type OpAttributes = Readonly<Record<string, OpAttribute>>;

/** Attribute lists are built once for each literal: the step runs thousands of operations. */
const compiled = new WeakMap<OpAttributes, NativeAttribute[]>();

/**
 * @param attributes keep the object (module constant) so that it is translated only once
 * @returns `outputs` tensors, tracked by the surrounding tf.tidy like any other
 * @throws ConfigError `backend-not-native` on the wasm and js backends
 */
export function executeOp(
  name: string,
  attributes: OpAttributes,
  inputs: readonly Tensor[],
  outputs = 1,
): Tensor[] {
  const backend = nativeBackend();
  if (backend === null) {
    throw new ConfigError(
      'backend-not-native',
      `The TensorFlow operation ${name} needs the tensorflow backend.`,
      {
        remedy: 'Run with --backend tensorflow, or use the operation behind hasNativeOps().',
      },
    );
  }
  const results = backend.binding.executeOp(
    name,
    compileAttributes(backend, attributes),
    backend.getInputTensorIds(inputs),
    outputs,
  );
  return results.map((result) => backend.createOutputTensor(result));
}

/** Whether executeOp() works here; fused operations ask before they leave plain tfjs. */
export function hasNativeOps(): boolean {
  return nativeBackend() !== null;
}

/** Attributes in the addon's form, cached by identity. */
export function compileAttributes(backend: NativeBackend, attributes: OpAttributes): NativeAttribute[] {
  const known = compiled.get(attributes);
  if (known !== undefined) return known;
  const { binding } = backend;
  const list = Object.entries(attributes).map(([name, attribute]): NativeAttribute => {
    if ('type' in attribute) return { name, type: binding.TF_ATTR_TYPE, value: TYPE_NUMBERS[attribute.type] };
    if ('bool' in attribute) return { name, type: binding.TF_ATTR_BOOL, value: attribute.bool };
    if ('int' in attribute) return { name, type: binding.TF_ATTR_INT, value: attribute.int };
    if ('float' in attribute) return { name, type: binding.TF_ATTR_FLOAT, value: attribute.float };
    return { name, type: binding.TF_ATTR_STRING, value: attribute.string };
  });
  compiled.set(attributes, list);
  return list;
}
