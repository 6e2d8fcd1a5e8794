/** Size of an image from its header. */
import { DataInvalidError } from '@parallax/lab';
import sharp from 'sharp';

/** Turns a failure of the image decoder into one that names the file. */
export function unreadableImage(path: string, cause: unknown): DataInvalidError {
  return new DataInvalidError(
    'image-unreadable',
    `${path} cannot be read as an image: ${(cause as Error).message}.`,
    {
      remedy: 'Restore the image, or leave this capture out.',
      cause,
    },
  );
}

/** @throws DataInvalidError `image-unreadable`. */
export async function measureImage(path: string): Promise<{ width: number; height: number }> {
  try {
    const { width, height } = await sharp(path).metadata();
    return { width, height };
  } catch (cause) {
    throw unreadableImage(path, cause);
  }
}
