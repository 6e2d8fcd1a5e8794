/** Loads the pictures that a data set refers to and does not hold. */
import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { isLensModelName } from '@parallax/geometry';
import { ConfigError, DataFormatError, DataInvalidError } from '@parallax/lab';
import { createImageLoader } from '../../captures/index.ts';
import type { ImageReference, Question } from '../../schema.ts';

export type ReferenceLoader = (
  question: Question,
  references: readonly ImageReference[],
) => Promise<Uint8Array[]>;

/**
 * Pictures that fit the cameras of their question: undistorted, and of the size that the record states.
 * @param imageRoot folder below which the references' paths lie; undefined when neither manifest nor caller names one.
 * @throws ConfigError `no-image-root`; DataInvalidError `image-missing`, `path-traversal`, `image-unreadable`,
 *   `image-size-mismatch`, naming the file.
 */
export function createReferenceLoader(folder: string, imageRoot: string | undefined): ReferenceLoader {
  // A lens's resampling table is large and serves one capture: only that of the last capture is kept.
  let current: { groupId: string; loaders: Map<string, ReturnType<typeof createImageLoader>> } | undefined;
  return async (question, references) => {
    if (imageRoot === undefined) throw noImageRoot(folder);
    if (current?.groupId !== question.groupId) current = { groupId: question.groupId, loaders: new Map() };
    const { loaders } = current;
    const images: Uint8Array[] = [];
    for (const [i, { path, lens }] of references.entries()) {
      const camera = question.geometry.cameras[i];
      if (camera === undefined || !isLensModelName(lens.model)) throw damagedReference(question, path);
      const { width, height } = camera.intrinsics;
      const key = `${width}x${height}`;
      const load = loaders.get(key) ?? createImageLoader({ exactSize: { width, height } });
      loaders.set(key, load);
      const imagePath = await locate(folder, imageRoot, path);
      const { bytes } = await load({ name: path, imagePath, camera, lens: { ...lens, model: lens.model } });
      images.push(bytes);
    }
    return images;
  };
}

async function locate(folder: string, imageRoot: string, path: string): Promise<string> {
  if (path.startsWith('/') || /^[A-Za-z]:/.test(path) || path.split(/[\\/]/).includes('..')) {
    throw new DataInvalidError(
      'path-traversal',
      `${folder}: the picture path ${JSON.stringify(path)} leads out of the image root.`,
      { remedy: 'Make the data set again. Do not use it if you do not know its source.' },
    );
  }
  const file = join(imageRoot, path);
  const present = await stat(file).then(
    (info) => info.isFile(),
    () => false,
  );
  if (present) return file;
  throw new DataInvalidError('image-missing', `${folder} refers to ${file}, which is not there.`, {
    remedy: `Put the pictures below ${imageRoot}, or change "imageRoot" in ${join(folder, 'manifest.json')} to the folder where they are (it is outside the digest).`,
  });
}

function noImageRoot(folder: string): ConfigError {
  return new ConfigError(
    'no-image-root',
    `${folder} refers to pictures, and its manifest names no imageRoot.`,
    {
      remedy: `Write "imageRoot": "FOLDER" into ${join(folder, 'manifest.json')} (it is outside the digest).`,
    },
  );
}

function damagedReference({ questionId }: Question, path: string): DataFormatError {
  return new DataFormatError(
    'wrong-shape',
    `Question ${questionId}: its reference to ${path} has no camera, or a lens that is not known.`,
    { remedy: 'Make the data set again.' },
  );
}
