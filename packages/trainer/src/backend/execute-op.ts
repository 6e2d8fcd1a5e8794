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

const TO_BFLOAT16: OpAttributes = {
  SrcT: { type: 'float32' },
  DstT: { type: 'bfloat16' },
  Truncate: { bool: false },
};
const FROM_BFLOAT16: OpAttributes = { ...TO_BFLOAT16, SrcT: { type: 'bfloat16' }, DstT: { type: 'float32' } };

/** Rounded operands of the running bfloat16Scope(), by tensor number. */
let rounded: Map<number, number> | null = null;

/** While `work` runs, a tensor that several operations take in bfloat16 is rounded once. No tensor may change in it. */
export function bfloat16Scope<T>(work: () => T): T {
  const backend = nativeBackend();
  if (backend === null || rounded !== null) return work();
  rounded = new Map();
  try {
    return work();
  } finally {
    for (const id of rounded.values()) backend.binding.deleteTensor(id);
    rounded = null;
  }
}

/**
 * The operation on inputs rounded to bfloat16, its single result in float32 again. tfjs knows no such element type, so
 * the tensors between never leave the addon.
 * @param attributes with T bfloat16
 */
export function executeInBfloat16(name: string, attributes: OpAttributes, inputs: readonly Tensor[]): Tensor {
  return bfloat16Scope(() => {
    const backend = nativeBackend();
    if (backend === null || rounded === null) return executeOp(name, attributes, inputs)[0]!; // it says what is missing
    const run = (op: string, given: OpAttributes, ids: number[]) =>
      backend.binding.executeOp(op, compileAttributes(backend, given), ids, 1)[0]!;
    const operands: number[] = [];
    for (const input of inputs) {
      let id = rounded.get(input.id);
      if (id === undefined) {
        id = run('Cast', TO_BFLOAT16, backend.getInputTensorIds([input])).id;
        rounded.set(input.id, id);
      }
      operands.push(id);
    }
    const result = run(name, attributes, operands).id;
    try {
      return backend.createOutputTensor(run('Cast', FROM_BFLOAT16, [result]));
    } finally {
      backend.binding.deleteTensor(result);
    }
  });
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
