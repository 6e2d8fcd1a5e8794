/** A decoded picture: 8 bits a channel, red, green, blue, rows from the top. */
import { DataFormatError } from '@parallax/lab';
import sharp from 'sharp';

export interface RgbImage {
  readonly width: number;
  readonly height: number;
  /** width * height * 3 */
  readonly data: Uint8Array;
}

/**
 * Decodes PNG, JPEG, WebP and whatever else libvips reads. As the reference's convert("RGB") does, an alpha channel is
 * dropped (not blended) and grey is repeated; 16-bit images keep their upper byte.
 * @param where file name or row, for messages
 * @throws DataFormatError `not-an-image`
 */
export async function decodeImage(bytes: Uint8Array, where = 'image'): Promise<RgbImage> {
  try {
    const { data, info } = await sharp(bytes).raw({ depth: 'uchar' }).toBuffer({ resolveWithObject: true });
    return { width: info.width, height: info.height, data: toRgb(data, info.channels) };
  } catch (cause) {
    throw new DataFormatError('not-an-image', `${where} cannot be decoded: ${(cause as Error).message}.`, {
      remedy: 'Use PNG, JPEG or WebP files; copy the file again if it is damaged.',
      cause,
    });
  }
}

function toRgb(data: Uint8Array, channels: number): Uint8Array {
  if (channels === 3) return data;
  const pixels = data.length / channels;
  const out = new Uint8Array(pixels * 3);
  const colour = channels >= 3;
  for (let i = 0; i < pixels; i++) {
    const from = i * channels;
    out[3 * i] = data[from]!;
    out[3 * i + 1] = data[colour ? from + 1 : from]!;
    out[3 * i + 2] = data[colour ? from + 2 : from]!;
  }
  return out;
}
