/** A model as a folder describes it: its own weights, or an adapter over the model of another folder. */
import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { CheckpointError, ConfigError } from '@parallax/lab';
import { readJson } from '@parallax/lab/node';
import { CHECKPOINT_FILE } from '../checkpoint/run-folder.ts';
import { modelDigest } from '../checkpoint/weights-digest.ts';
import { loadModel, mergeAdapter, type VisionLanguageModel } from '../model/index.ts';
import { CheckpointSchema } from '../schema.ts';
import { ADAPTER_CONFIG_FILE } from './adapter-files.ts';
import { loadAdapter } from './load-adapter.ts';
import { readPeftConfig } from './peft-config.ts';

/**
 * An adapter is added to its base's matrices, which is what training computed with. The base may be an adapter again.
 * @param folder a model folder, or an adapter's, whose adapter_config.json names its base relative to it
 * @throws ConfigError `adapter-base-missing`; CheckpointError `base-changed`; else as loadModel and loadAdapter
 */
export async function openModel(folder: string): Promise<VisionLanguageModel> {
  return open(folder, []);
}

async function open(folder: string, over: readonly string[]): Promise<VisionLanguageModel> {
  if (!isAdapterFolder(folder)) return loadModel(folder);
  const base = await baseFolder(folder, over);
  const model = await open(base, [...over, resolve(folder)]);
  try {
    await checkBase(folder, base, model);
    const adapter = await loadAdapter(folder);
    mergeAdapter(model, adapter);
    for (const { a, b } of adapter.pairs.values()) {
      a.dispose();
      b.dispose();
    }
    return model;
  } catch (cause) {
    model.dispose();
    throw cause;
  }
}

function isAdapterFolder(folder: string): boolean {
  return !existsSync(join(folder, 'config.json')) && existsSync(join(folder, ADAPTER_CONFIG_FILE));
}

async function baseFolder(folder: string, over: readonly string[]): Promise<string> {
  const { path, baseName } = await readPeftConfig(folder);
  const base = resolve(folder, baseName ?? '.');
  const holdsModel = ['config.json', ADAPTER_CONFIG_FILE].some((name) => existsSync(join(base, name)));
  if (holdsModel && base !== resolve(folder) && !over.includes(base)) return base;
  throw new ConfigError(
    'adapter-base-missing',
    `${path}: base_model_name_or_path is ${JSON.stringify(baseName)}, and ${base} is no other model folder.`,
    {
      remedy:
        'Put the path of the base’s folder, relative to this one, there; or give both: parallax merge BASE ADAPTER.',
    },
  );
}

/** Only our own checkpoints say what they were trained over. */
async function checkBase(folder: string, base: string, model: VisionLanguageModel): Promise<void> {
  const path = join(folder, CHECKPOINT_FILE);
  if (!existsSync(path)) return;
  const wanted = (await readJson(path, CheckpointSchema)).base?.weightsDigest;
  if (wanted === undefined || wanted === modelDigest(model)) return;
  throw new CheckpointError('base-changed', `${folder} was trained over other weights than ${base} holds.`, {
    remedy: 'Restore the base that the adapter was trained on, or train the adapter again.',
  });
}
