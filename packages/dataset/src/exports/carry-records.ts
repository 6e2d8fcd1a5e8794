/** Takes the data set's manifest and records along: with them an import restores the set, not only its questions. */
import { copyFile, mkdir, rename } from 'node:fs/promises';
import { join } from 'node:path';
import { writeJson } from '@parallax/lab/node';
import type { Dataset } from '../store/index.ts';

/** Folder inside an export; consumers do not look into it. */
export const CARRIED_FOLDER = 'parallax';

/** @returns paths of the files, relative to the export. */
export async function carryRecords(dataset: Dataset, folder: string): Promise<string[]> {
  const root = join(folder, CARRIED_FOLDER);
  await mkdir(join(root, 'records'), { recursive: true });
  const paths = [`${CARRIED_FOLDER}/manifest.json`];
  for (const { recordsPath } of dataset.manifest.shards) {
    const target = join(root, recordsPath);
    await copyFile(join(dataset.folder, recordsPath), `${target}.part`);
    await rename(`${target}.part`, target);
    paths.push(`${CARRIED_FOLDER}/${recordsPath}`);
  }
  await writeJson(join(root, 'manifest.json'), dataset.manifest);
  return paths;
}
