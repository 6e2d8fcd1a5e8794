/** Pictures that a row names by path. */
import { readFile } from 'node:fs/promises';
import { DataInvalidError } from '@parallax/lab';
import { imageDataUrl } from '../../completers/data-url.ts';

/** @throws DataInvalidError `missing-image` | `not-an-image`, naming `where` and the file. */
export async function readPictures(paths: readonly string[], where: string): Promise<Uint8Array[]> {
  return Promise.all(
    paths.map(async (path) => {
      const bytes = await readFile(path).catch((cause) => {
        throw new DataInvalidError('missing-image', `${where}: ${path} cannot be read.`, {
          remedy: "Unpack the benchmark's pictures beside its data file.",
          cause,
        });
      });
      try {
        imageDataUrl(bytes, path);
      } catch (cause) {
        throw new DataInvalidError('not-an-image', `${where}: ${(cause as Error).message}`, { cause });
      }
      return bytes;
    }),
  );
}
