/** Writes a model as a Hugging Face folder in a chosen element type, and measures what the rounding changed. */
import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { ConfigError } from '@parallax/lab';
import type { VerbResult } from '@parallax/lab/node';
import {
  copyAssets,
  readSafetensors,
  saveModel,
  type VisionLanguageModel,
  type WeightsDtype,
  weightsDigest,
} from '@parallax/trainer';
import { writeFolder } from './write-folder.ts';

const DTYPES: Readonly<Record<string, WeightsDtype>> = { f32: 'float32', f16: 'float16', bf16: 'bfloat16' };

/** @throws ConfigError `unknown-dtype` */
export function parseDtype(name: string): WeightsDtype {
  const dtype = Object.hasOwn(DTYPES, name) ? DTYPES[name] : undefined;
  if (dtype !== undefined) return dtype;
  throw new ConfigError('unknown-dtype', `--dtype ${name} is no element type of an exported model.`, {
    remedy: `Use one of ${Object.keys(DTYPES).join(', ')}.`,
  });
}

export interface ExportFolderOptions {
  readonly model: VisionLanguageModel;
  /** Folder whose tokenizer, processor and chat template go with the weights. */
  readonly assetsFolder: string;
  readonly out: string;
  readonly dtype: WeightsDtype;
}

/**
 * @returns `{out, dtype, parameters, bytes, weightsDigest, largestRounding}`; bytes of model.safetensors, the digest
 *   of the weights as they are read back from it, the largest difference between those and the model's
 * @throws ConfigError `folder-not-empty`, `dtype-overflow`; LabError `disk-full`
 */
export async function exportFolder(options: ExportFolderOptions): Promise<VerbResult> {
  const { model, assetsFolder, out, dtype } = options;
  const written = await writeFolder(out, async (folder) => {
    await saveModel(model, folder, { dtype });
    await copyAssets(assetsFolder, folder);
    const path = join(folder, 'model.safetensors');
    const stored = await readSafetensors(path);
    let [parameters, largestRounding] = [0, 0];
    for (const [name, { data }] of stored) {
      parameters += data.length;
      // Written from the model's parameters, by their names.
      const difference = largestDifference(model.parameters.get(name)!.dataSync(), data);
      if (difference === Number.POSITIVE_INFINITY) {
        throw new ConfigError('dtype-overflow', `${name} holds numbers beyond the range of ${dtype}.`, {
          remedy: 'Export as --dtype bf16 or f32.',
        });
      }
      largestRounding = Math.max(largestRounding, difference);
    }
    return {
      parameters,
      bytes: (await stat(path)).size,
      weightsDigest: weightsDigest(stored),
      largestRounding,
    };
  });
  const { parameters, bytes, largestRounding } = written;
  return {
    result: { out, dtype, ...written },
    text: [
      out,
      `${parameters} parameters, ${bytes} bytes of ${dtype}, largest rounding difference ${largestRounding.toExponential(2)}`,
      `weights ${written.weightsDigest}`,
    ].join('\n'),
  };
}

/** Numbers that are not finite in the model may stay so; others that become so make the difference infinite. */
function largestDifference(before: ArrayLike<number>, after: ArrayLike<number>): number {
  let largest = 0;
  for (let i = 0; i < before.length; i++) {
    const difference = Math.abs(before[i]! - after[i]!);
    if (difference > largest) largest = difference;
  }
  return largest;
}
