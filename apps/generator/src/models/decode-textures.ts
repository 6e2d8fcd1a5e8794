/** Textures of a model as layers of one array texture: all of one size, RGBA, sRGB. */
import type { Texture } from '@gltf-transform/core';
import { DataFormatError } from '@parallax/lab';
import sharp from 'sharp';
import { TEXTURE_PX } from '../assets/shape.ts';

/** Models with more are rare, and 1 MiB a layer is kept while a scene is drawn. */
const MOST_TEXTURES = 16;

/** @throws DataFormatError `bad-texture`, naming it, for what is no PNG, JPEG or WebP; `model-too-large`. */
export async function decodeTextures(path: string, textures: readonly Texture[]): Promise<Uint8Array[]> {
  if (textures.length > MOST_TEXTURES) {
    throw new DataFormatError('model-too-large', `${path} has ${textures.length} colour textures.`, {
      remedy: `Merge them into an atlas: at most ${MOST_TEXTURES}.`,
    });
  }
  return Promise.all(
    textures.map(async (texture, k) => {
      const name = texture.getName() || texture.getURI() || `number ${k + 1}`;
      try {
        const layer = await sharp(texture.getImage() ?? new Uint8Array())
          .resize(TEXTURE_PX, TEXTURE_PX, { fit: 'fill' })
          .toColourspace('srgb')
          .ensureAlpha()
          .raw()
          .toBuffer();
        return new Uint8Array(layer);
      } catch (cause) {
        throw new DataFormatError(
          'bad-texture',
          `${path}: texture ${name} (${texture.getMimeType()}) cannot be read.`,
          {
            remedy: 'Use PNG, JPEG or WebP; KTX2 is not read.',
            cause,
          },
        );
      }
    }),
  );
}
