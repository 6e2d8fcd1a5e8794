import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { ConfigError } from '@parallax/lab';

/**
 * The one TSV of a folder: VLMEvalKit takes any name.
 * @throws ConfigError `file-missing` | `several-files`.
 */
export async function findTsv(folder: string): Promise<string> {
  const names = await readdir(folder).catch(() => []);
  const found = names.filter((name) => name.endsWith('.tsv')).sort();
  if (found.length === 1) return join(folder, found[0]!);
  const remedy = 'Give a folder that holds one table in the layout of VLMEvalKit.';
  if (found.length === 0) {
    throw new ConfigError('file-missing', `${folder} holds no .tsv file.`, { remedy });
  }
  throw new ConfigError('several-files', `${folder} holds ${found.join(', ')}.`, { remedy });
}
