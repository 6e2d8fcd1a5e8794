/** Which of a golden folder's models a checkpoint stands in for. */
import { join } from 'node:path';
import { ConfigError } from '@parallax/lab';
import { readJson } from '@parallax/lab/node';
import { z } from 'zod';
import { type ModelConfig, parseModelConfig } from '../../model/index.ts';
import type { QwenGolden } from './qwen-golden.ts';

/**
 * The golden model whose config.json asks for the same computation, key by key.
 * @throws ConfigError `checkpoint-differs`, naming the keys in which the nearest one differs; `file-missing`
 */
export async function checkpointFor(
  golden: QwenGolden,
  checkpoint: string,
): Promise<{ variant: string; path: string }> {
  const own = await readConfig(checkpoint);
  let nearest: { variant: string; keys: string[] } | null = null;
  for (const variant of Object.keys(golden.qwen.models)) {
    const keys = differingKeys(own, await readConfig(join(golden.root, variant)));
    if (keys.length === 0) return { variant, path: checkpoint };
    if (nearest === null || keys.length < nearest.keys.length) nearest = { variant, keys };
  }
  const what =
    nearest === null
      ? 'the folder holds no model'
      : `${nearest.variant} differs in ${nearest.keys.join(', ')}`;
  throw new ConfigError(
    'checkpoint-differs',
    `No golden values in ${golden.root} are for a model like ${checkpoint}: ${what}.`,
    {
      remedy:
        'Name a checkpoint of the golden model (another file format, a merge), or leave --checkpoint out.',
    },
  );
}

async function readConfig(folder: string): Promise<ModelConfig> {
  const path = join(folder, 'config.json');
  return parseModelConfig(await readJson(path, z.unknown()), path);
}

function differingKeys(own: ModelConfig, other: ModelConfig): string[] {
  const [mine, theirs] = [flat(own), flat(other)];
  const keys = new Set([...mine.keys(), ...theirs.keys()]);
  return [...keys].filter((key) => mine.get(key) !== theirs.get(key));
}

function flat(value: object, prefix = ''): Map<string, string> {
  const out = new Map<string, string>();
  for (const [key, item] of Object.entries(value)) {
    if (typeof item === 'object' && item !== null && !Array.isArray(item)) {
      for (const [name, text] of flat(item, `${prefix}${key}.`)) out.set(name, text);
    } else out.set(`${prefix}${key}`, JSON.stringify(item));
  }
  return out;
}
