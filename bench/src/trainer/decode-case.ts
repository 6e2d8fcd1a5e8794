/** Prompts with two images each, of several lengths, for both sides of decode.ts. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  collatePrompts,
  type EncodedPrompt,
  initModel,
  type ModelConfig,
  saveModel,
  tf,
  uniformAt,
} from '@parallax/trainer';
import { CASES, type CaseName, caseConfig } from './training-case.ts';

const IMAGES_A_PROMPT = 2;
/** Text tokens differ by up to this many, so that shorter prompts are padded on the left. */
const LENGTHS_APART = 8;

/**
 * Wide weights: the logits of untrained ones lie so near each other that rounding would decide what is greedy.
 * Call initBackend() first.
 */
export async function writeDecodingModel(name: CaseName, folder: string): Promise<void> {
  const config = { ...caseConfig(name), initializerRange: 0.1 };
  const model = initModel(config, 5);
  // Placeholders of images, which only our sampler excludes, are never the most likely: their logit is 0.
  const embedding = model.parameters.get('model.embed_tokens.weight')!; // every model has it
  const values = Float32Array.from(embedding.dataSync());
  for (const id of [config.imageTokenId, config.videoTokenId]) {
    values.fill(0, id * config.hiddenSize, (id + 1) * config.hiddenSize);
  }
  tf().tidy(() => embedding.assign(tf().tensor(values, embedding.shape)));
  await saveModel(model, folder);
  model.dispose();
}

/** As long as the questions that the size is trained on: chosen words, noise for images. */
export function makePrompts(name: CaseName, config: ModelConfig, count: number): EncodedPrompt[] {
  const { imageSizePx, textTokens } = CASES[name];
  const { vision } = config;
  const side = imageSizePx / vision.patchSize;
  const imageTokens = (side / vision.mergeSize) ** 2;
  const patchValues = vision.channels * vision.temporalPatchSize * vision.patchSize ** 2;
  let draws = 0;
  const random = (): number => uniformAt(11, draws++);
  const image = [
    config.visionStartTokenId,
    ...Array<number>(imageTokens).fill(config.imageTokenId),
    config.visionEndTokenId,
  ];
  return Array.from({ length: count }, (_, prompt) => {
    const text = Array.from({ length: textTokens - (prompt % LENGTHS_APART) }, () =>
      Math.floor(random() * 600),
    );
    const images = Array.from({ length: IMAGES_A_PROMPT }, () => image).flat();
    const pixels = IMAGES_A_PROMPT * side * side * patchValues;
    return {
      inputIds: Int32Array.from([...text.slice(0, 4), ...images, ...text.slice(4)]),
      pixelValues: Float32Array.from({ length: pixels }, () => 2 * random() - 1),
      gridThw: Array.from({ length: IMAGES_A_PROMPT }, () => [1, side, side] as const),
    };
  });
}

/** For the peer: prompts.json with the shapes, and raw little-endian numbers beside it. */
export function writePrompts(prompts: readonly EncodedPrompt[], padTokenId: number, folder: string): void {
  const batch = collatePrompts(prompts, { padTokenId });
  const pixels = batch.pixelValues!;
  const patchValues = pixels.length / batch.gridThw.reduce((sum, [t, h, w]) => sum + t * h * w, 0);
  const { length, gridThw } = batch;
  const record = { prompts: prompts.length, length, gridThw, patchValues, padTokenId };
  writeFileSync(join(folder, 'prompts.json'), JSON.stringify(record));
  writeFileSync(join(folder, 'input_ids.i32'), new Uint8Array(batch.inputIds.buffer));
  writeFileSync(join(folder, 'attention_mask.i32'), new Uint8Array(batch.attentionMask.buffer));
  writeFileSync(join(folder, 'pixels.f32'), new Uint8Array(pixels.buffer));
}
