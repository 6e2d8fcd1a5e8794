/** Images of requests: checked and digested once an array, encoded once a digest, within a bound of memory. */
import { DataFormatError, DataInvalidError } from '@parallax/lab';
import { sha256 } from '@parallax/lab/node';
import { imageSize } from 'image-size';
import { imageMime } from '../completers/data-url.ts';

/** Pixels of one image; a file of some kilobytes may unfold to gigabytes at the server. */
const MAX_PIXELS = 100_000_000;
/** Of each of the two slabs of encoded images that are kept for another question of the scene; small enough for a core's cache. */
const SLAB_BYTES = 4 * 1024 * 1024;

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

/** An image that may be sent, and how long its data URL is. */
export interface CheckedImage {
  readonly bytes: Buffer;
  readonly digest: string;
  /** `data:image/jpeg;base64,` */
  readonly head: string;
  /** Of head and base64 together. */
  readonly byteLength: number;
}

/**
 * Only the header is read, nothing is decoded.
 * @throws DataFormatError `not-an-image`; DataInvalidError `image-too-large`; both name `where`.
 */
export function checkedImage(image: Uint8Array, where: string): CheckedImage {
  const bytes = Buffer.from(image.buffer, image.byteOffset, image.byteLength);
  const head = `data:${checkedMime(bytes, where)};base64,`;
  const byteLength = head.length + 4 * Math.ceil(bytes.byteLength / 3);
  return { bytes, digest: imageDigest(image), head, byteLength };
}

interface Slab {
  memory: Buffer;
  readonly places: Map<string, number>;
  used: number;
}

/**
 * Writes data URLs into bodies. Those written last are kept as bytes in two slabs that are made once: strings or buffers
 * of their own, one an image, would keep the garbage collector busy. The older slab is dropped as a whole.
 */
export class ImageUrls {
  #current: Slab = { memory: Buffer.alloc(0), places: new Map(), used: 0 };
  #older: Slab = { memory: Buffer.alloc(0), places: new Map(), used: 0 };
  readonly #slabBytes: number;

  constructor(slabBytes = SLAB_BYTES) {
    this.#slabBytes = slabBytes;
  }

  /** @returns the position behind the last byte written. */
  write({ bytes, digest, head, byteLength }: CheckedImage, body: Buffer, at: number): number {
    const end = at + byteLength;
    for (const { memory, places } of [this.#current, this.#older]) {
      const start = places.get(digest);
      if (start === undefined) continue;
      memory.copy(body, at, start, start + byteLength);
      return end;
    }
    const base64 = at + body.write(head, at, 'latin1');
    body.write(bytes.toString('base64'), base64, 'latin1');
    this.#keep(digest, body.subarray(at, end));
    return end;
  }

  #keep(digest: string, url: Buffer): void {
    if (url.byteLength > this.#slabBytes) return;
    if (this.#current.used + url.byteLength > this.#current.memory.byteLength) {
      [this.#current, this.#older] = [this.#older, this.#current];
      this.#current.places.clear();
      this.#current.used = 0;
      // Pages that are never written to take no memory.
      if (this.#current.memory.byteLength === 0)
        this.#current.memory = Buffer.allocUnsafeSlow(this.#slabBytes);
    }
    const slab = this.#current;
    url.copy(slab.memory, slab.used);
    slab.places.set(digest, slab.used);
    slab.used += url.byteLength;
  }
}

function checkedMime(bytes: Buffer, where: string): string {
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
