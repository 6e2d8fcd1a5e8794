/**
 * Pretraining of the vision tower: of every image token it is learnt which classes its square of the photo shows, part by part, and
 * where the instances that it shows have their middle and how large they are. Such targets are dense, so that a tower
 * learns in minutes to see objects that it never saw, and a language model finds what it asks for in a single token.
 */
import { join } from 'node:path';
import { ConfigError, DataInvalidError } from '@parallax/lab';
import { dataOrder } from '../batching/order.ts';
import type { FinishedRun, RunHooks } from '../checkpoint/run-training.ts';
import { runTraining } from '../checkpoint/run-training.ts';
import { modelDigest } from '../checkpoint/weights-digest.ts';
import { type ImageProcessorConfig, processImages, type RgbImage } from '../images/index.ts';
import type { Learner } from '../learner/learner.ts';
import { inVisionTower, MODEL_WEIGHTS_FILE, saveModel, type VisionLanguageModel } from '../model/index.ts';
import { makeOptimizer } from '../optimizer/make-optimizer.ts';
import { learningRateAt } from '../optimizer/schedule.ts';
import type { SegmentationConfig, TrainingRun } from '../schema.ts';
import { lazyArrays, writeSafetensors } from '../weights/index.ts';
import { classShares, INSTANCE_BINS, instanceTargets } from './part-targets.ts';
import { HEAD_FILE, type SegmentationHead, segmentationHead } from './segmentation-head.ts';
import { segmentationStep, type Target } from './segmentation-step.ts';

export interface LabelledPhoto {
  readonly image: RgbImage;
  /** [width * height] numbers of classes, rows from the top. */
  readonly classes: Uint8Array;
  /** [width * height] numbers of instances; 0 is none. */
  readonly instances: Uint8Array;
}

export interface PhotoSource {
  /** By their numbers; the first is the background. */
  readonly classNames: readonly string[];
  readonly count: number;
  /** All of one size. @param index 0 to count - 1, in the same order each time. */
  photo(index: number): Promise<LabelledPhoto>;
}

export interface RunSegmentationOptions extends RunHooks {
  readonly config: SegmentationConfig;
  readonly runFolder: string;
  readonly run: TrainingRun;
  /** Its vision tower is trained in place; the language model stays as it is. */
  readonly model: VisionLanguageModel;
  readonly imageProcessor: ImageProcessorConfig;
  readonly assetsFolder: string;
  readonly source: PhotoSource;
}

/** @throws ConfigError `parts-unequal`; DataInvalidError `photos-unlike`, `photo-resized`; and as `runTraining` says. */
export async function runSegmentation(options: RunSegmentationOptions): Promise<FinishedRun> {
  const { config, model, imageProcessor, source } = options;
  const { vision, hiddenSize } = model.config;
  const classCount = source.classNames.length;
  checkParts(config, vision.patchSize * vision.mergeSize);
  const { image: firstImage } = await source.photo(0);
  checkPhotoSize(firstImage, imageProcessor);
  const head = makeHead(hiddenSize, classCount, config);
  const learner = towerWithHead(model, head);
  const { trainable } = learner;
  const optimizer = makeOptimizer(trainable, config.optimizer);
  const order = dataOrder(source.count, config.seed);
  try {
    return await runTraining({
      ...options,
      learner,
      optimizer,
      step: async (step) => {
        const startedAt = performance.now();
        const first = (step - 1) * config.batchSize;
        const photos = await Promise.all(
          Array.from({ length: config.batchSize }, (_, i) => source.photo(order(first + i))),
        );
        for (const { image } of photos) checkAlike(image, firstImage);
        const { pixelValues, gridThw } = processImages(
          photos.map(({ image }) => image),
          imageProcessor,
        );
        const maps = photos.map(({ image: { width, height }, ...map }) => ({ width, height, ...map }));
        const targets = {
          classes: classShares(maps, { vision, classCount, partsPerSide: config.partsPerSide }),
          ...instanceTargets(maps, { vision, partsPerSide: config.instancePartsPerSide }),
        };
        const dataMs = performance.now() - startedAt;
        const learningRate = learningRateAt(config.optimizer, step, config.steps);
        const batch = { pixelValues, gridThw, targets };
        const learnt = segmentationStep({
          model,
          head,
          optimizer,
          trainable,
          batch,
          classCount,
          learningRate,
        });
        const seconds = (performance.now() - startedAt) / 1000;
        const epoch = (step * config.batchSize) / source.count;
        return { ...learnt, learningRate, epoch, photosPerSecond: config.batchSize / seconds, dataMs };
      },
    });
  } finally {
    optimizer.dispose();
    head.dispose();
  }
}

function makeHead(width: number, classCount: number, config: SegmentationConfig): SegmentationHead<Target> {
  const parts = config.instancePartsPerSide ** 2;
  return segmentationHead(
    width,
    {
      classes: { parts: config.partsPerSide ** 2, bins: classCount },
      column: { parts, bins: INSTANCE_BINS.column },
      row: { parts, bins: INSTANCE_BINS.row },
      size: { parts, bins: INSTANCE_BINS.size },
    },
    config.seed,
  );
}

/** A checkpoint is a model folder; the head lies beside the model, for resume alone. */
function towerWithHead(model: VisionLanguageModel, head: SegmentationHead): Learner {
  const tower = [...model.parameters].filter(([name]) => inVisionTower(name));
  return {
    model,
    trainable: new Map([...tower, ...head.parameters]),
    files: new Map([
      [MODEL_WEIGHTS_FILE, model.parameters],
      [HEAD_FILE, head.parameters],
    ]),
    reference: null,
    digest: () => modelDigest(model),
    save: async (folder) => {
      await saveModel(model, folder, { dtype: 'float32' });
      await writeSafetensors(join(folder, HEAD_FILE), lazyArrays(head.parameters));
    },
    record: () => ({}),
  };
}

function checkParts(config: SegmentationConfig, cellPx: number): void {
  for (const key of ['partsPerSide', 'instancePartsPerSide'] as const) {
    if (cellPx % config[key] === 0) continue;
    throw new ConfigError(
      'parts-unequal',
      `${key}: ${config[key]} does not divide the ${cellPx} px of an image token.`,
      { remedy: `Use a divisor of ${cellPx}.` },
    );
  }
}

/** Masks are not resized, so photos must not be either. */
function checkPhotoSize(image: RgbImage, processor: ImageProcessorConfig): void {
  const { width, height } = image;
  const [[, rows, columns]] = processImages([image], processor).gridThw as [[number, number, number]];
  if (rows * processor.patchSize === height && columns * processor.patchSize === width) return;
  throw new DataInvalidError(
    'photo-resized',
    `The image processor makes ${columns * processor.patchSize} x ${rows * processor.patchSize} px of ${width} x ${height}; masks are not resized.`,
    {
      remedy: `Generate photos whose sides are multiples of ${processor.patchSize * processor.mergeSize} px.`,
    },
  );
}

function checkAlike(image: RgbImage, { width, height }: RgbImage): void {
  if (image.width === width && image.height === height) return;
  throw new DataInvalidError(
    'photos-unlike',
    `Photos are ${width} x ${height} and ${image.width} x ${image.height} px.`,
    { remedy: 'Use a data set whose photos have one size.' },
  );
}
