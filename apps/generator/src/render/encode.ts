/** RGB bytes to PNG or JPEG on sharp's own threads: the render thread goes on meanwhile. */
import sharp from 'sharp';

export type ImageFormat = 'png' | 'jpeg';

// One thread an image: many small images are in flight at once, and bytes do not depend on it.
sharp.concurrency(1);
sharp.cache(false);

export async function encodeImage(rgb: Uint8Array, sizePx: number, format: ImageFormat): Promise<Uint8Array> {
  const image = sharp(rgb, { raw: { width: sizePx, height: sizePx, channels: 3 } });
  if (format === 'png') return image.png({ compressionLevel: 6, adaptiveFiltering: true }).toBuffer();
  return image.jpeg({ quality: 95, chromaSubsampling: '4:4:4' }).toBuffer();
}
