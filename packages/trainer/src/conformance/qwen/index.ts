/** Everything that a golden folder made with transformers holds, part by part. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { loadImageProcessor } from '../../images/index.ts';
import { loadModel } from '../../model/index.ts';
import { loadTokenizer } from '../../tokenizer/index.ts';
import type { Comparison } from '../compare.ts';
import type { GoldenFolder } from '../golden-folder.ts';
import { checkpointFor } from './checkpoint.ts';
import { checkCovered } from './covered.ts';
import { adapterBase, checkAdapter } from './model/adapter.ts';
import { checkForward } from './model/forward.ts';
import { checkGeneration } from './model/generation.ts';
import { checkPaddedBatch, checkTraining } from './model/training.ts';
import { checkAdamW } from './parts/adamw.ts';
import { checkPixels, checkResize, checkSmartResize } from './parts/images.ts';
import { checkChatTemplate, checkTokenizer } from './parts/tokens.ts';
import {
  batchCases,
  goldenBatch,
  openExpected,
  openInputs,
  openQwenGolden,
  type QwenGolden,
  singleCases,
} from './qwen-golden.ts';

/**
 * @param checkpoint verified in place of the folder's own models: its architecture must be that of one of them
 * @throws ConfigError `checkpoint-differs`; what loading a model throws
 */
export async function* verifyQwen(
  folder: GoldenFolder,
  checkpoint: string | null = null,
): AsyncGenerator<Comparison> {
  const golden = openQwenGolden(folder);
  const chosen = checkpoint === null ? null : await checkpointFor(golden, checkpoint);
  const models =
    chosen === null
      ? Object.keys(golden.qwen.models).map((variant) => ({ variant, path: join(golden.root, variant) }))
      : [chosen];
  yield* checkSmartResize(golden);
  yield* checkResize(golden);
  yield* checkAdamW(golden);
  for (const { variant, path } of models) {
    yield* checkPreparation(golden, variant, path);
    yield* checkModel(golden, variant, path);
  }
}

/** Text and images to what the model reads, by the files beside the weights. */
async function* checkPreparation(
  golden: QwenGolden,
  variant: string,
  path: string,
): AsyncGenerator<Comparison> {
  // A folder of weights alone is verified with the tokenizer and processor of the golden model.
  const beside = (file: string): string => (existsSync(join(path, file)) ? path : join(golden.root, variant));
  const tokenizer = await loadTokenizer(beside('tokenizer.json'));
  yield* checkTokenizer(golden, variant, tokenizer);
  yield* checkChatTemplate(golden, variant, tokenizer);
  yield* checkPixels(golden, variant, await loadImageProcessor(beside('preprocessor_config.json')));
}

async function* checkModel(golden: QwenGolden, variant: string, path: string): AsyncGenerator<Comparison> {
  const model = await loadModel(path);
  try {
    const subject = { variant, model };
    for (const item of singleCases(golden, variant)) {
      const at = `${variant}/${item}`;
      const inputs = await openInputs(golden, item);
      const expected = await openExpected(golden, item, variant);
      yield* checkForward(golden, at, subject, inputs, expected);
      yield* checkGeneration(golden, at, model, goldenBatch(inputs), expected);
      yield* checkTraining(golden, item, subject, inputs, expected);
      yield* checkCovered(at, expected);
    }
    for (const item of batchCases(golden, variant)) yield* checkPaddedBatch(golden, subject, item);
    if (adapterBase(golden) === variant) yield* checkAdapter(golden, model);
  } finally {
    model.dispose();
  }
}
