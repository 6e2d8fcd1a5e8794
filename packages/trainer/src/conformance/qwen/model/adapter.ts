/** A PEFT adapter: applied on the fly, trained, merged. */
import { existsSync } from 'node:fs';
import { basename, join } from 'node:path';
import { z } from 'zod';
import { tf, type Variable } from '../../../backend/tf.ts';
import { loadAdapter } from '../../../lora/index.ts';
import {
  applyAdapter,
  flatName,
  type LoraAdapter,
  type ModelBatch,
  mergeAdapter,
  type VisionLanguageModel,
} from '../../../model/index.ts';
import { type Comparison, compareNumber, compareTensor } from '../../compare.ts';
import { damaged, GoldenTensors, goldenJson } from '../../golden-folder.ts';
import { checkCovered } from '../covered.ts';
import { goldenBatch, openInputs, type QwenGolden } from '../qwen-golden.ts';
import { checkGeneration } from './generation.ts';
import { checkGradients } from './gradients.ts';
import { lossAndGradients } from './loss.ts';

const ConfigSchema = z.looseObject({ base_model_name_or_path: z.string() });
const SumsSchema = z.record(z.string(), z.looseObject({ sum: z.number(), sum_of_squares: z.number() }));

/** The folder's model that its adapter belongs to; null without an adapter. */
export function adapterBase(golden: QwenGolden): string | null {
  if (!existsSync(join(golden.root, 'lora/adapter_config.json'))) return null;
  return basename(goldenJson(golden.root, 'lora/adapter_config.json', ConfigSchema).base_model_name_or_path);
}

/** @param model changed for good: the adapter is merged into it at the end */
export async function* checkAdapter(
  golden: QwenGolden,
  model: VisionLanguageModel,
): AsyncGenerator<Comparison> {
  const expected = await GoldenTensors.open(golden.root, 'lora/expected.safetensors');
  const adapter = await loadAdapter(join(golden.root, 'lora'));
  applyAdapter(model, adapter);
  for (const name of expected.names()) {
    const item = /^(.*)\.logits_tail$/.exec(name)?.[1];
    if (item === undefined) continue;
    const batch = goldenBatch(await openInputs(golden, item));
    const reference = expected.get(name);
    const found = logitsTail(model, batch, reference.shape.at(-2)!);
    yield compareTensor(`lora/${name}`, found, reference, golden.tolerance('lora *.logits_tail'));
    yield* checkGeneration(golden, 'lora', model, batch, expected, `${item}.`);
  }
  for (const name of expected.names()) {
    const item = /^(.*)\.train\.loss$/.exec(name)?.[1];
    if (item === undefined) continue;
    const inputs = await openInputs(golden, item);
    const labels = inputs.get('train.labels').data;
    const batch = goldenBatch(inputs, 'train.');
    const { loss, gradients } = lossAndGradients(model, batch, labels, trainedMatrices(adapter));
    yield compareNumber(`lora/${name}`, loss, expected.get(name).data[0]!, golden.tolerance('train.loss'));
    yield* checkGradients(golden, 'lora', gradients, expected);
  }
  model.setOverlay(null);
  mergeAdapter(model, adapter);
  yield* checkMerged(golden, model, expected);
  yield* checkCovered('lora', expected);
}

function* checkMerged(
  golden: QwenGolden,
  model: VisionLanguageModel,
  expected: GoldenTensors,
): Generator<Comparison> {
  const sums = goldenJson(golden.root, 'lora/merged_checksums.json', SumsSchema);
  for (const [name, reference] of Object.entries(sums)) {
    const parameter = model.parameters.get(flatName(name));
    if (parameter === undefined) throw damaged(`${golden.root}/lora: ${name} is no parameter of the model`);
    const merged = parameter.dataSync() as Float32Array; // parameters are float32
    const tensor = expected.find(`merged.${name}`);
    if (tensor !== undefined) {
      yield compareTensor(`lora/merged.${name}`, merged, tensor, golden.tolerance('lora merged.*'));
    }
    const squares = merged.reduce((sum, value) => sum + value * value, 0);
    const total = merged.reduce((sum, value) => sum + value, 0);
    const tolerance = golden.tolerance('lora sum / sum_of_squares');
    yield compareNumber(`lora/sum_of_squares.${name}`, squares, reference.sum_of_squares, tolerance);
    // Terms of both signs cancel: a share of the sum itself would ask for more than float32 holds.
    const share = (tolerance.rtol ?? 0) * Math.sqrt(reference.sum_of_squares);
    yield compareNumber(`lora/sum.${name}`, total, reference.sum, { ...tolerance, atol: share });
  }
}

/** Variables under PEFT's names. */
function trainedMatrices(adapter: LoraAdapter): Map<string, Variable> {
  const trained = new Map<string, Variable>();
  for (const [key, pair] of adapter.pairs) {
    const nested = key.replace('model.layers', 'model.language_model.layers').replace(/\.weight$/, '');
    trained.set(`base_model.model.${nested}.lora_A.weight`, pair.a);
    trained.set(`base_model.model.${nested}.lora_B.weight`, pair.b);
  }
  return trained;
}

function logitsTail(model: VisionLanguageModel, batch: ModelBatch, rows: number): Float32Array {
  return tf().tidy(() => {
    const hidden = tf().reshape(model.forward(batch).hidden_BTD, [batch.length, -1]);
    const tail = tf().slice(hidden, [batch.length - rows, 0], [rows, -1]);
    return model.logits(tail).dataSync() as Float32Array; // float32 logits
  });
}
