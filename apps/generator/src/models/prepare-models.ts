/**
 * Reads a folder of models once, before any worker starts: what cannot be used is skipped, counted and named, the rest
 * is written to a scratch folder in a form that workers read in a moment, one object at a time.
 */
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { serialize } from 'node:v8';
import { ConfigError, LabError } from '@parallax/lab';
import { canonicalJson, sha256, writeJson } from '@parallax/lab/node';
import type { ColourName } from '../assets/paint/palette.ts';
import { findModels } from './find-models.ts';
import { loadModel } from './load-model.ts';
import type { FrontAxis } from './models-config.ts';

export interface PreparedModel {
  /** FAMILY-DIGEST: stays when the file is moved or renamed inside its folder, or others come and go. */
  readonly objectId: string;
  readonly family: string;
  readonly colour: ColourName;
  /** Of the file's content. */
  readonly digest: string;
}

export interface PreparedModels {
  readonly models: readonly PreparedModel[];
  readonly skipped: readonly { readonly path: string; readonly code: string; readonly message: string }[];
  /** Of all that the data set depends on: contents, families and front, not of where the folder lies. */
  readonly digest: string;
}

export interface PrepareModelsOptions {
  readonly folder: string;
  readonly front: FrontAxis;
  /** Where the prepared files go; removed by the caller when the data set stands. */
  readonly scratch: string;
  readonly signal?: AbortSignal;
  /** Called with the number of files that are done, and of all. */
  readonly onFile?: (done: number, total: number) => void;
}

/** Changes when the same file would give another object. */
const LOADER_VERSION = 1;

/** @throws ConfigError `no-models` when the folder holds none that can be used. */
export async function prepareModels(options: PrepareModelsOptions): Promise<PreparedModels> {
  const { folder, front, scratch, signal, onFile } = options;
  const found = await findModels(folder);
  await mkdir(scratch, { recursive: true });
  const models = new Map<string, PreparedModel>();
  const skipped: PreparedModels['skipped'][number][] = [];
  for (const [k, { path, family }] of found.entries()) {
    signal?.throwIfAborted();
    try {
      const { shape, colour, digest } = await loadModel(path, folder, front);
      const objectId = `${family.replaceAll(' ', '-')}-${digest.slice(0, 12)}`;
      // The same file twice is one object: else it could stand in two splits.
      const twin = [...models.values()].find((known) => known.digest === digest);
      if (twin !== undefined) {
        skipped.push({ path, code: 'same-model', message: `${path} is the same model as ${twin.objectId}.` });
      } else {
        await writeFile(join(scratch, `${objectId}.bin`), serialize(shape));
        models.set(objectId, { objectId, family, colour, digest });
      }
    } catch (error) {
      if (!(error instanceof LabError)) throw error;
      skipped.push({ path, code: error.code, message: error.message });
    }
    onFile?.(k + 1, found.length);
  }
  if (models.size === 0) {
    const reasons = skipped.slice(0, 3).map(({ message }) => message);
    throw new ConfigError('no-models', `None of the ${found.length} models in ${folder} can be used.`, {
      remedy: reasons.join(' '),
    });
  }
  const list = [...models.values()].sort((a, b) => (a.objectId < b.objectId ? -1 : 1));
  await writeJson(join(scratch, 'models.json'), list);
  return { models: list, skipped, digest: sha256(canonicalJson({ LOADER_VERSION, front, list })) };
}
