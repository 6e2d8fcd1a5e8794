/** Gradients, whole or by chosen rows, and their norms. */
import { flatName } from '../../../model/index.ts';
import { type Comparison, compareNumber, compareTensor } from '../../compare.ts';
import { damaged, type GoldenTensors } from '../../golden-folder.ts';
import type { QwenGolden } from '../qwen-golden.ts';

/** Every `grad.NAME` and `grad_rows.NAME` of the file. */
export function* checkGradients(
  golden: QwenGolden,
  at: string,
  gradients: ReadonlyMap<string, Float32Array>,
  expected: GoldenTensors,
): Generator<Comparison> {
  for (const key of expected.names()) {
    const match = /^(grad|grad_rows)\.(.*)$/.exec(key);
    if (match === null) continue;
    const [, form, name] = match as unknown as [string, string, string]; // both groups always match
    const reference = expected.get(key);
    const found = gradients.get(flatName(name)) ?? gradients.get(name);
    if (found === undefined) throw damaged(`${expected.path}: ${key} names no parameter of the model`);
    const rows = form === 'grad' ? null : expected.get(`grad_rows_index.${name}`).data;
    const chosen = rows === null ? found : rowsOf(found, rows, reference.data.length / rows.length);
    yield compareTensor(`${at}/${key}`, chosen, reference, golden.tolerance(`${form}.*`));
  }
}

/** L2 norm of every parameter's gradient: the manifest's `grad_l2`, and the norm of all of them. */
export function* checkGradientNorms(
  golden: QwenGolden,
  at: string,
  gradients: ReadonlyMap<string, Float32Array>,
  norms: Readonly<Record<string, number>>,
  total: { readonly name: string; readonly value: number },
): Generator<Comparison> {
  const tolerance = { ...golden.tolerance('grad_l2'), atol: 1e-7 }; // gradients of exactly 0
  const named = new Set(Object.keys(norms).map(flatName));
  for (const [name, reference] of Object.entries(norms)) {
    const found = Math.sqrt(squares(gradients.get(flatName(name)) ?? []));
    yield compareNumber(`${at}/grad_l2.${name}`, found, reference, tolerance);
  }
  let sum = 0;
  for (const [name, gradient] of gradients) {
    sum += squares(gradient);
    // A parameter that the manifest leaves out has no part in the loss.
    if (!named.has(name))
      yield compareNumber(`${at}/grad_l2.${name}`, Math.sqrt(squares(gradient)), 0, tolerance);
  }
  yield compareNumber(
    `${at}/${total.name}`,
    Math.sqrt(sum),
    total.value,
    golden.tolerance('grad_norm_total'),
  );
}

function squares(values: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += values[i]! ** 2;
  return sum;
}

function rowsOf(values: Float32Array, rows: ArrayLike<number>, width: number): Float32Array {
  const out = new Float32Array(rows.length * width);
  Array.from(rows).forEach((row, i) => {
    out.set(values.subarray(row * width, (row + 1) * width), i * width);
  });
  return out;
}
