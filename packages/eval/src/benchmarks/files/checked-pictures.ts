import { checkPicture, loadPicture, type PictureSource } from '@parallax/dataset/files';

/**
 * Pictures of a row, each decoded once whole before it is taken.
 * @param root pictures named by path must lie inside it.
 * @throws DataInvalidError `missing-image` | `not-an-image` | `path-outside` naming `where` and picture.
 */
export async function checkedPictures(
  sources: readonly PictureSource[],
  root: string,
  where: string,
): Promise<Uint8Array[]> {
  return Promise.all(
    sources.map(async (source, i) => {
      const name = `${where}, picture ${i}${'path' in source ? ` (${source.path})` : ''}`;
      const bytes = await loadPicture(source, root, name);
      await checkPicture(bytes, name);
      return bytes;
    }),
  );
}
