/** The model, tokenizer and processor that a run starts from. */
import { existsSync } from 'node:fs';
import { cp, mkdir } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { ConfigError } from '@parallax/lab';
import { writeJson } from '@parallax/lab/node';
import {
  configForTokenizer,
  type ImageProcessorConfig,
  imageProcessorFile,
  imageProcessorFor,
  initModel,
  inVisionTower,
  loadImageProcessor,
  loadTokenizer,
  modelSize,
  openModel,
  type Tokenizer,
  type VisionLanguageModel,
} from '@parallax/trainer';

export interface StartModel {
  readonly model: VisionLanguageModel;
  readonly tokenizer: Tokenizer;
  readonly imageProcessor: ImageProcessorConfig;
  /** Folder whose tokenizer and processor files go into the checkpoints. */
  readonly assetsFolder: string;
}

const PROCESSOR_FILE = 'preprocessor_config.json';

/** The base that a config names, from its folder relative to the run; a random model where it names none. */
export function startModel(
  config: { readonly base: string | null; readonly model: string; readonly seed: number },
  tokenizerFolder: string | null,
  runFolder: string,
): Promise<StartModel> {
  return config.base === null
    ? randomStart(config.model, config.seed, tokenizerFolder, runFolder)
    : loadBase(resolve(runFolder, config.base));
}

/** A Hugging Face folder, or an adapter with its tokenizer and processor files beside it. */
export async function loadBase(folder: string): Promise<StartModel> {
  const [model, tokenizer, imageProcessor] = [
    await openModel(folder),
    await loadTokenizer(folder),
    await loadImageProcessor(folder),
  ];
  return { model, tokenizer, imageProcessor, assetsFolder: folder };
}

/**
 * Replaces a model's vision tower by another checkpoint's.
 * @throws ConfigError `vision-unlike` naming a weight that is missing there or has another shape; nothing is replaced then.
 */
export async function takeVision(model: VisionLanguageModel, folder: string): Promise<void> {
  const other = await openModel(folder);
  const tower = [...model.parameters].filter(([name]) => inVisionTower(name));
  for (const [name, { shape }] of tower) {
    const found = other.parameters.get(name)?.shape;
    if (found?.join() === shape.join()) continue;
    other.dispose();
    const there = found === undefined ? 'is missing' : `has shape [${found}]`;
    throw new ConfigError('vision-unlike', `${name} ${there} in ${folder}; the model has [${shape}].`, {
      remedy: 'Name a checkpoint whose vision tower has the same vision_config.',
    });
  }
  for (const [name, weight] of tower) weight.assign(other.parameters.get(name)!);
  other.dispose();
}

/**
 * A random model whose vocabulary is the tokenizer's.
 * @param runFolder keeps a copy of the tokenizer's files: the run stays whole when the original goes.
 */
async function randomStart(
  size: string,
  seed: number,
  tokenizerFolder: string | null,
  runFolder: string,
): Promise<StartModel> {
  if (tokenizerFolder === null) {
    throw new ConfigError('tokenizer-missing', 'The recipe names neither a base nor a tokenizer.', {
      remedy:
        'Give --base FOLDER of a checkpoint, or set sft.tokenizer to the folder of a trained tokenizer.',
    });
  }
  const shape = modelSize(size);
  const tokenizer = await loadTokenizer(tokenizerFolder);
  const assetsFolder = join(runFolder, 'tokenizer');
  await mkdir(assetsFolder, { recursive: true });
  await cp(tokenizerFolder, assetsFolder, { recursive: true });
  if (!existsSync(join(assetsFolder, PROCESSOR_FILE))) {
    await writeJson(join(assetsFolder, PROCESSOR_FILE), imageProcessorFile(imageProcessorFor(shape.vision)));
  }
  return {
    model: initModel(configForTokenizer(shape, tokenizer), seed),
    tokenizer,
    imageProcessor: await loadImageProcessor(assetsFolder),
    assetsFolder,
  };
}
