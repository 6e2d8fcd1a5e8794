/** The array texture of a scene with models: every layer of one size, repeated, with mipmaps. */
import {
  DataArrayTexture,
  LinearFilter,
  LinearMipmapLinearFilter,
  RepeatWrapping,
  SRGBColorSpace,
} from 'three';
import { TEXTURE_PX } from '../../assets/shape.ts';

export function createTextures(layers: readonly Uint8Array[]): DataArrayTexture {
  const data = new Uint8Array(layers.length * TEXTURE_PX * TEXTURE_PX * 4);
  for (const [k, layer] of layers.entries()) data.set(layer, k * TEXTURE_PX * TEXTURE_PX * 4);
  const texture = new DataArrayTexture(data, TEXTURE_PX, TEXTURE_PX, layers.length);
  texture.colorSpace = SRGBColorSpace;
  texture.wrapS = RepeatWrapping;
  texture.wrapT = RepeatWrapping;
  texture.magFilter = LinearFilter;
  texture.minFilter = LinearMipmapLinearFilter;
  texture.generateMipmaps = true;
  texture.needsUpdate = true;
  return texture;
}
