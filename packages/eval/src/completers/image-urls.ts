/** Images of requests: checked and digested once, encoded once a digest, within a bound of memory. */
import { DataFormatError, DataInvalidError } from '@parallax/lab';
import { sha256 } from '@parallax/lab/node';
import { imageSize } from 'image-size';
import { imageMime } from './data-url.ts';

/** Pixels of one image; a file of some kilobytes may unfold to gigabytes at the server. */
const MAX_PIXELS = 100_000_000;
/** Encoded images that are kept for the next request, a retry of another sample, another question of the scene. */
const KEPT_BYTES = 32 * 1024 * 1024;

const digests = new WeakMap<Uint8Array, string>();

/** SHA-256 of an image's bytes, computed once for each array: the request's and the record's are the same. */
export function imageDigest(bytes: Uint8Array): string {
  let digest = digests.get(bytes);
  if (digest === undefined) {
    digest = sha256(bytes);
    digests.set(bytes, digest);
  }
  return digest;
}

export class ImageUrls {
  /** Insertion order is the order of use: the first is the one used longest ago. */
  readonly #encoded = new Map<string, Buffer>();
  readonly #keptBytes: number;
  #bytes = 0;

  constructor(keptBytes = KEPT_BYTES) {
    this.#keptBytes = keptBytes;
  }

  /**
   * The data URL of an image as ASCII bytes. Only the header is read, nothing is decoded.
   * @throws DataFormatError `not-an-image`; DataInvalidError `image-too-large`; both name `where`.
   */
  get(bytes: Uint8Array, where: string): Buffer {
    const digest = imageDigest(bytes);
    const kept = this.#encoded.get(digest);
    if (kept !== undefined) {
      this.#encoded.delete(digest);
      this.#encoded.set(digest, kept);
      return kept;
    }
    const url = encode(bytes, checkedMime(bytes, where));
    this.#encoded.set(digest, url);
    this.#bytes += url.byteLength;
    for (const [oldest, { byteLength }] of this.#encoded) {
      if (this.#bytes <= this.#keptBytes) break;
      this.#encoded.delete(oldest);
      this.#bytes -= byteLength;
    }
    return url;
  }
}

function checkedMime(bytes: Uint8Array, where: string): string {
  const mime = imageMime(bytes, where);
  let pixels: number;
  try {
    const { width, height } = imageSize(bytes);
    pixels = width * height;
  } catch (cause) {
    throw new DataFormatError('not-an-image', `${where} is damaged: its size cannot be read.`, {
      remedy: 'Restore the image, or leave the sample out.',
      cause,
    });
  }
  if (pixels > MAX_PIXELS) {
    throw new DataInvalidError(
      'image-too-large',
      `${where} would decode to ${pixels} pixels; at most ${MAX_PIXELS} are sent.`,
      { remedy: 'Scale the image down, or leave the sample out.' },
    );
  }
  return mime;
}

/** Kept as bytes outside the heap: a string that is kept would be copied by every collection of the young. */
function encode(bytes: Uint8Array, mime: string): Buffer {
  const head = `data:${mime};base64,`;
  const base64 = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('base64');
  const url = Buffer.allocUnsafeSlow(head.length + base64.length);
  url.write(head, 0, 'latin1');
  url.write(base64, head.length, 'latin1');
  return url;
}
