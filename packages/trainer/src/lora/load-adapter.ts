/** Reads an adapter in PEFT's layout: ours, or one that PEFT has trained. */
import { join } from 'node:path';
import { CheckpointError } from '@parallax/lab';
import { flatName, type LoraAdapter, type LoraPair } from '../model/index.ts';
import { makeVariable } from '../model/init-model.ts';
import { type FloatArray, readSafetensors } from '../weights/index.ts';
import { ADAPTER_WEIGHTS_FILE } from './adapter-files.ts';
import { readPeftConfig } from './peft-config.ts';

const [ROOT, A, B] = ['base_model.model.', '.lora_A.weight', '.lora_B.weight'];

/**
 * @param folder adapter_config.json and adapter_model.safetensors as PEFT writes them
 * @throws CheckpointError `adapter-wrong` (a tensor is missing or of another rank), `adapter-unsupported` (a key or a
 *   tensor asks for what is not implemented); ConfigError `file-missing`
 */
export async function loadAdapter(folder: string): Promise<LoraAdapter> {
  const config = await readPeftConfig(folder);
  const path = join(folder, ADAPTER_WEIGHTS_FILE);
  const arrays = await readSafetensors(path);
  const pairs = new Map<string, LoraPair>();
  for (const key of arrays.keys()) {
    if (key.endsWith(B) && arrays.has(key.slice(0, -B.length) + A)) continue;
    if (!key.endsWith(A)) throw foreign(path, key);
    const stem = key.slice(0, -A.length);
    const module = stem.startsWith(ROOT) ? stem.slice(ROOT.length) : stem;
    const { rank, scale } = config.rankAndScale(module);
    const [first, second] = factors(path, arrays, stem, rank);
    pairs.set(`${flatName(module)}.weight`, {
      a: makeVariable(first.data, first.shape),
      b: makeVariable(second.data, second.shape),
      scale,
    });
  }
  return { pairs };
}

function factors(
  path: string,
  arrays: ReadonlyMap<string, FloatArray>,
  stem: string,
  rank: number,
): [FloatArray, FloatArray] {
  const first = arrays.get(stem + A)!; // the caller has seen it
  const second = arrays.get(stem + B);
  if (second !== undefined && first.shape[0] === rank && second.shape[1] === rank) return [first, second];
  const found = `${first.shape} and ${second === undefined ? 'no B' : second.shape}`;
  throw new CheckpointError(
    'adapter-wrong',
    `${path}: ${stem} has no lora_A and lora_B of rank ${rank} (${found}).`,
    {
      remedy: 'Copy the adapter again, both files of it.',
    },
  );
}

/** Ignoring it would give a model that computes something else. */
function foreign(path: string, key: string): CheckpointError {
  return new CheckpointError('adapter-unsupported', `${path}: the tensor ${key} is no factor of a matrix.`, {
    remedy: 'Merge the adapter with PEFT (merge_and_unload) and use the merged model.',
  });
}
