/** Loss, log-probabilities and gradients of one conversation, and of conversations padded into one batch. */
import { type Comparison, compareExact, compareNumber, compareTensor } from '../../compare.ts';
import type { GoldenTensors } from '../../golden-folder.ts';
import { checkCovered } from '../covered.ts';
import {
  goldenBatch,
  openExpected,
  openInputs,
  paddedBatch,
  type QwenGolden,
  type Subject,
} from '../qwen-golden.ts';
import { checkPositions } from './forward.ts';
import { greedy } from './generation.ts';
import { checkGradientNorms, checkGradients } from './gradients.ts';
import { lossAndGradients, nextTokenLogprobs } from './loss.ts';

export function* checkTraining(
  golden: QwenGolden,
  item: string,
  { variant, model }: Subject,
  inputs: GoldenTensors,
  expected: GoldenTensors,
): Generator<Comparison> {
  const at = `${variant}/${item}`;
  const batch = goldenBatch(inputs, 'train.');
  const labels = inputs.get('train.labels').data;
  const { loss, gradients } = lossAndGradients(model, batch, labels, model.parameters);
  const reference = expected.get('train.loss').data[0]!;
  yield compareNumber(`${at}/train.loss`, loss, reference, golden.tolerance('train.loss'));
  const logprobs = nextTokenLogprobs(model, batch);
  const tolerance = golden.tolerance('train.logprobs');
  yield compareTensor(`${at}/train.logprobs`, logprobs, expected.get('train.logprobs'), tolerance);
  yield* checkGradients(golden, at, gradients, expected);
  const total = { name: 'train.grad_norm_total', value: expected.get('train.grad_norm_total').data[0]! };
  const norms = golden.qwen.cases[item]?.grad_l2?.[variant];
  if (norms !== undefined) yield* checkGradientNorms(golden, at, gradients, norms, total);
}

export async function* checkPaddedBatch(
  golden: QwenGolden,
  { variant, model }: Subject,
  { name, rows }: { readonly name: string; readonly rows: readonly string[] },
): AsyncGenerator<Comparison> {
  const at = `${variant}/${name}`;
  const inputs = await openInputs(golden, name);
  const expected = await openExpected(golden, name, variant);
  const left = await paddedBatch(golden, inputs, rows, 'left.');
  yield* checkPositions(at, 'left.', model, left, inputs);
  const { cache, logits_BV } = model.prefill(left);
  const logits = logits_BV.dataSync();
  cache.dispose();
  logits_BV.dispose();
  const lastLogits = expected.get('left.last_logits');
  yield compareTensor(`${at}/left.last_logits`, logits, lastLogits, golden.tolerance('left.last_logits'));
  for (const side of ['left', 'right'] as const) {
    const batch = side === 'left' ? left : await paddedBatch(golden, inputs, rows, 'right.');
    const found = nextTokenLogprobs(model, batch);
    const tolerance = golden.tolerance(`${side}.logprobs`);
    yield compareTensor(`${at}/${side}.logprobs`, found, expected.get(`${side}.logprobs`), tolerance);
  }
  const ids = expected.get('generate.ids');
  const steps = ids.shape.at(-1)!;
  for (const copies of [1, 3]) {
    const generated = greedy(model, left, copies, steps);
    const wanted = Array.from(generated.ids, (_, row) => {
      const prompt = Math.floor(row / copies);
      return Array.from(ids.data.slice(prompt * steps, (prompt + 1) * steps));
    });
    yield compareExact(`${at}/generate.ids x${copies}`, generated.ids.flat(), wanted.flat());
    if (copies > 1) continue;
    const margin = expected.get('generate.margin');
    const tolerance = golden.tolerance('generate.margin');
    yield compareTensor(`${at}/generate.margin`, generated.margins.flat(), margin, tolerance);
  }
  const right = await paddedBatch(golden, inputs, rows, 'right.');
  yield* checkPositions(at, 'right.', model, right, inputs);
  const { loss, gradients } = lossAndGradients(
    model,
    right,
    inputs.get('right.labels').data,
    model.parameters,
  );
  const reference = expected.get('right.loss').data[0]!;
  yield compareNumber(`${at}/right.loss`, loss, reference, golden.tolerance('right.loss'));
  yield* checkGradients(golden, at, gradients, expected);
  const total = { name: 'right.grad_norm_total', value: expected.get('right.grad_norm_total').data[0]! };
  const norms = golden.qwen.cases[name]?.grad_l2?.[variant];
  if (norms !== undefined) yield* checkGradientNorms(golden, at, gradients, norms, total);
  yield* checkCovered(at, expected);
}
