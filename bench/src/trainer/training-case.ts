/** The checkpoint and the batch that both sides of the training benches get, made from nothing but their sizes. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { initModel, type ModelConfig, modelSize, saveModel, type TrainingBatch } from '@parallax/trainer';

export const CASES = {
  /** The nano recipe's micro-batch: pairs of 64-pixel images (16 tokens each) with a question and a compact chain. */
  nano: { imageSizePx: 64, batchSize: 32, textTokens: 98 },
  micro: { imageSizePx: 128, batchSize: 8, textTokens: 98 },
} as const;

export type CaseName = keyof typeof CASES;

export const LEARNING_RATE = 1e-4;
export const WEIGHT_DECAY = 0.01;
export const MAX_GRAD_NORM = 1;

const IMAGES_A_ROW = 2;
const VOCABULARY = 640;
const TOKENS = { pad: 620, end: 622, visionStart: 623, visionEnd: 624, image: 625, video: 626 } as const;
/** The answer and its chain: what the loss is taken on. */
const LABELLED = 32;

export function caseConfig(name: CaseName): ModelConfig {
  return {
    ...modelSize(name),
    vocabSize: VOCABULARY,
    imageTokenId: TOKENS.image,
    videoTokenId: TOKENS.video,
    visionStartTokenId: TOKENS.visionStart,
    visionEndTokenId: TOKENS.visionEnd,
    bosTokenId: TOKENS.pad,
    eosTokenId: TOKENS.end,
  };
}

/** Writes a checkpoint as our training does. Call initBackend() first. */
export async function writeCheckpoint(name: CaseName, folder: string): Promise<void> {
  const model = initModel(caseConfig(name), 1);
  await saveModel(model, folder);
  model.dispose();
}

/** Rows of equal length without padding, random words and random pixels. */
export function makeBatch(name: CaseName): TrainingBatch {
  const { imageSizePx, batchSize, textTokens } = CASES[name];
  const { vision } = caseConfig(name);
  const side = imageSizePx / vision.patchSize;
  const imageTokens = (side / vision.mergeSize) ** 2;
  const random = uniformNumbers(7);
  const words = (count: number): number[] => Array.from({ length: count }, () => Math.floor(random() * 600));
  const image = [TOKENS.visionStart, ...Array<number>(imageTokens).fill(TOKENS.image), TOKENS.visionEnd];
  const rows: number[][] = [];
  for (let row = 0; row < batchSize; row++) {
    const text = words(textTokens - 2 * IMAGES_A_ROW);
    const images = Array.from({ length: IMAGES_A_ROW }, () => image).flat();
    rows.push([...text.slice(0, 4), ...images, ...text.slice(4)]);
  }
  const length = rows[0]!.length;
  const inputIds = Int32Array.from(rows.flat());
  const labels = inputIds.map((id, i) => (i % length < length - LABELLED ? -100 : id));
  const patches = batchSize * IMAGES_A_ROW * side * side;
  const patchValues = vision.channels * vision.temporalPatchSize * vision.patchSize ** 2;
  return {
    inputIds,
    labels,
    attentionMask: new Int32Array(inputIds.length).fill(1),
    batchSize,
    length,
    pixelValues: Float32Array.from({ length: patches * patchValues }, () => 2 * random() - 1),
    gridThw: Array.from({ length: batchSize * IMAGES_A_ROW }, () => [1, side, side] as const),
  };
}

/** For the peer: batch.json with the shapes, and raw little-endian numbers beside it. */
export function writeBatch(batch: TrainingBatch, folder: string): void {
  const { inputIds, labels, pixelValues, batchSize, length, gridThw } = batch;
  const patchValues = pixelValues!.length / gridThw.reduce((sum, [t, h, w]) => sum + t * h * w, 0);
  const settings = { LEARNING_RATE, WEIGHT_DECAY, MAX_GRAD_NORM };
  writeFileSync(
    join(folder, 'batch.json'),
    JSON.stringify({ batchSize, length, gridThw, patchValues, ...settings }),
  );
  writeFileSync(join(folder, 'input_ids.i32'), new Uint8Array(inputIds.buffer));
  writeFileSync(join(folder, 'labels.i32'), new Uint8Array(labels.buffer));
  writeFileSync(join(folder, 'pixels.f32'), new Uint8Array(pixelValues!.buffer));
}

/** Uniform numbers in [0, 1) (mulberry32). */
export function uniformNumbers(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}
