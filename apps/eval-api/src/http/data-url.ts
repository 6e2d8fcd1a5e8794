/** Pictures inside requests. */
import sharp from 'sharp';
import { ProblemError } from './problem.ts';

const DATA_URL = /^data:image\/[\w.+-]+;base64,/i;
const BASE64 = /^[A-Za-z0-9+/]+={0,2}$/;

/**
 * Bytes of a data URL, looked at before anything is decoded: its header says how large the picture would become.
 * @param maxPixels width times height
 * @throws ProblemError 400 `image-not-inline` for an address elsewhere, `not-an-image`; 413 `image-too-large`
 */
export async function readDataUrl(url: string, maxPixels: number, param: string): Promise<Uint8Array> {
  const head = DATA_URL.exec(url)?.[0];
  if (head === undefined) {
    throw new ProblemError(
      ...([
        400,
        'image-not-inline',
        `This server fetches no pictures: "${url.slice(0, 40)}" is no data URL.`,
      ] as const),
      'Send the picture itself: data:image/png;base64,...',
      { param },
    );
  }
  const text = url.slice(head.length);
  const fail = (why: string) =>
    new ProblemError(400, 'not-an-image', `The picture cannot be read: ${why}.`, 'Send PNG, JPEG or WebP.', {
      param,
    });
  if (!BASE64.test(text)) throw fail('its base64 is damaged');
  const bytes = new Uint8Array(Buffer.from(text, 'base64'));
  const { width, height } = await sharp(bytes, { limitInputPixels: false })
    .metadata()
    .catch((error: Error) => {
      throw fail(error.message);
    });
  if (width * height > maxPixels) {
    throw new ProblemError(
      ...([
        413,
        'image-too-large',
        `A picture of ${width} x ${height} has more than ${maxPixels} pixels.`,
      ] as const),
      'Scale it down before sending it.',
      { param },
    );
  }
  return bytes;
}
