/** From what a user names, a model folder or a run, to the folder of a model. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { ConfigError } from '@parallax/lab';
import { ADAPTER_CONFIG_FILE } from '../lora/index.ts';
import { latestCheckpoint } from './latest-checkpoint.ts';
import { readResult } from './run-training.ts';

const MODEL_FILES = ['config.json', ADAPTER_CONFIG_FILE];

/**
 * @param folder a Hugging Face folder, an adapter's, or a run's folder, which stands for its last checkpoint
 * @throws ConfigError `no-model`.
 */
export async function modelFolder(folder: string, onWarning?: (message: string) => void): Promise<string> {
  if (MODEL_FILES.some((name) => existsSync(join(folder, name)))) return folder;
  const result = await readResult(folder);
  if (result !== null) return join(folder, result.finalCheckpoint);
  const found = await latestCheckpoint(folder, onWarning === undefined ? {} : { onWarning });
  if (found !== null) return found.folder;
  throw new ConfigError('no-model', `${folder} is neither a model folder nor a run with checkpoints.`, {
    remedy: 'Give a folder with config.json and model.safetensors, or the folder of a training run.',
  });
}
