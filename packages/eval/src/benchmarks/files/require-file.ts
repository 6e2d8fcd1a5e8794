import { stat } from 'node:fs/promises';
import { ConfigError } from '@parallax/lab';

/**
 * The first of `paths` that is a file.
 * @throws ConfigError `file-missing` naming them all.
 */
export async function requireFile(...paths: readonly [string, ...string[]]): Promise<string> {
  for (const path of paths) {
    const found = await stat(path).catch(() => null);
    if (found?.isFile() === true) return path;
  }
  throw new ConfigError('file-missing', `${paths.join(' or ')} is not there.`, {
    remedy: "Give the benchmark's folder in its official layout.",
  });
}
