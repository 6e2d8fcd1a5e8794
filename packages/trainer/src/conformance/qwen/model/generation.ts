/** Greedy generation through the key-value cache: ids, margins and log-probabilities of each step. */
import type { ModelBatch, VisionLanguageModel } from '../../../model/index.ts';
import { type Comparison, compareExact, compareTensor } from '../../compare.ts';
import type { GoldenTensors } from '../../golden-folder.ts';
import type { QwenGolden } from '../qwen-golden.ts';

export interface Generated {
  readonly ids: number[][];
  /** Largest minus second largest logit of each step. */
  readonly margins: number[][];
  readonly logprobs: number[][];
}

/** @param prefix of the expected tensors: '' or 'text.' as the adapter's file has it */
export function* checkGeneration(
  golden: QwenGolden,
  at: string,
  model: VisionLanguageModel,
  batch: ModelBatch,
  expected: GoldenTensors,
  prefix = '',
): Generator<Comparison> {
  const ids = expected.get(`${prefix}generate.ids`);
  const generated = greedy(model, batch, 1, ids.shape.at(-1)!);
  yield compareExact(`${at}/${prefix}generate.ids`, generated.ids.flat(), ids.data);
  const margin = expected.get(`${prefix}generate.margin`);
  const margins = generated.margins.flat();
  yield compareTensor(`${at}/${prefix}generate.margin`, margins, margin, golden.tolerance('generate.margin'));
  const logprob = expected.find(`${prefix}generate.chosen_logprob`);
  if (logprob === undefined) return;
  const tolerance = golden.tolerance('generate.chosen_logprob');
  yield compareTensor(
    `${at}/${prefix}generate.chosen_logprob`,
    generated.logprobs.flat(),
    logprob,
    tolerance,
  );
}

/** `copies` completions of each prompt, which share its cache; row prompt * copies + copy. */
export function greedy(
  model: VisionLanguageModel,
  batch: ModelBatch,
  copies: number,
  steps: number,
): Generated {
  const rows = batch.batchSize * copies;
  const out: Generated = { ids: [], margins: [], logprobs: [] };
  for (let row = 0; row < rows; row++) for (const list of Object.values(out)) list.push([]);
  const { cache, logits_BV } = model.prefill(batch, copies);
  const vocabulary = logits_BV.shape[1];
  let values = logits_BV.dataSync() as Float32Array; // logits are float32
  logits_BV.dispose();
  for (let step = 0; step < steps; step++) {
    const chosen = new Int32Array(rows);
    for (let row = 0; row < rows; row++) {
      const from = step === 0 ? Math.floor(row / copies) : row;
      const line = values.subarray(from * vocabulary, (from + 1) * vocabulary);
      const sorted = Float32Array.from(line).sort();
      const best = sorted.at(-1)!;
      chosen[row] = line.indexOf(best);
      const logSum = Math.log(line.reduce((sum, value) => sum + Math.exp(value - best), 0));
      out.ids[row]!.push(chosen[row]!);
      out.margins[row]!.push(best - sorted.at(-2)!);
      out.logprobs[row]!.push(-logSum);
    }
    if (step < steps - 1) values = cache.step(chosen);
  }
  cache.dispose();
  return out;
}
