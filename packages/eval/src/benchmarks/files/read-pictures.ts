/** The pictures of a row, for every benchmark. */
import { checkPicture, loadPicture, type PictureSource } from '@parallax/dataset/files';
import { imageMime } from '../../completers/data-url.ts';

/**
 * Each is of a format that servers take and decodes whole.
 * @param root folder that pictures named by path must lie in, links followed.
 * @param where file and row.
 * @throws DataInvalidError `missing-image` | `not-an-image` | `image-too-large` | `path-outside`, DataFormatError
 * `not-an-image` | `bad-base64`; all name `where` and the picture.
 */
export async function readPictures(
  sources: readonly PictureSource[],
  root: string,
  where: string,
): Promise<Uint8Array[]> {
  const pictures: Uint8Array[] = [];
  // One after the other: a row may have hundreds of frames, and each is unfolded.
  for (const [i, source] of sources.entries()) {
    const name = `${where}, picture ${i}${'path' in source ? ` (${source.path})` : ''}`;
    const bytes = await loadPicture(source, root, name);
    imageMime(bytes, name);
    await checkPicture(bytes, name);
    pictures.push(bytes);
  }
  return pictures;
}
