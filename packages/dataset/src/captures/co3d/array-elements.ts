/** The elements of a gzipped JSON array, one after the other: CO3D keeps 10^5 annotations in one such file. */
import { createReadStream } from 'node:fs';
import { pipeline } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { DataFormatError } from '@parallax/lab';

/** Bounds on what a file can make us hold or chew; the largest categories have some 10^5 annotations of 1 KB. */
const MAX_ELEMENT_BYTES = 1 << 20;
const MAX_TOTAL_BYTES = 2 ** 31;
const MAX_ELEMENTS = 1_000_000;

const [QUOTE, BACKSLASH, OPEN, CLOSE, OPEN_LIST, CLOSE_LIST] = [...'"\\{}[]'].map((c) => c.charCodeAt(0));

/**
 * Text of each object of the array, in order. Only brackets and strings are looked at: the caller parses.
 * @throws DataFormatError `truncated` for a damaged or unfinished gzip stream, `not-json` for anything but an array of
 *   objects, `too-large`.
 */
export async function* arrayElements(path: string): AsyncGenerator<string> {
  const scanner = new ArrayScanner(path);
  const stream = createReadStream(path);
  const gunzip = createGunzip();
  // Errors of both reach the loop below through gunzip.
  pipeline(stream, gunzip, () => undefined);
  let total = 0;
  try {
    for await (const chunk of gunzip) {
      const bytes: Buffer = chunk; // A stream without an encoding gives buffers.
      total += bytes.length;
      if (total > MAX_TOTAL_BYTES) throw tooLarge(path, `it unpacks to more than ${MAX_TOTAL_BYTES} bytes`);
      yield* scanner.push(bytes);
    }
  } catch (cause) {
    if (cause instanceof DataFormatError) throw cause;
    throw new DataFormatError('truncated', `${path} cannot be unpacked: ${(cause as Error).message}.`, {
      remedy: 'Copy the file again from its source.',
      cause,
    });
  } finally {
    stream.destroy();
  }
  scanner.finish();
}

class ArrayScanner {
  readonly #path: string;
  /** 0 before the array, 1 between its elements, more inside one; -1 after it. */
  #depth = 0;
  #inString = false;
  #escaped = false;
  /** Earlier chunks of an unfinished element. */
  #held: Buffer[] = [];
  #heldBytes = 0;
  #count = 0;

  constructor(path: string) {
    this.#path = path;
  }

  *push(chunk: Buffer): Generator<string> {
    let start = 0;
    for (let i = 0; i < chunk.length; i++) {
      const byte = chunk[i];
      if (this.#inString) {
        if (this.#escaped) this.#escaped = false;
        else if (byte === BACKSLASH) this.#escaped = true;
        else if (byte === QUOTE) this.#inString = false;
      } else if (this.#depth > 1) {
        if (byte === QUOTE) this.#inString = true;
        else if (byte === OPEN || byte === OPEN_LIST) this.#depth++;
        else if ((byte === CLOSE || byte === CLOSE_LIST) && --this.#depth === 1) {
          yield this.#element(chunk.subarray(start, i + 1));
        }
      } else if (byte === OPEN && this.#depth === 1) {
        this.#depth = 2;
        start = i;
      } else if (byte === OPEN_LIST && this.#depth === 0) this.#depth = 1;
      else if (byte === CLOSE_LIST && this.#depth === 1) this.#depth = -1;
      else if (!isBetween(byte, this.#depth)) throw this.#notAnArray();
    }
    if (this.#depth > 1) {
      // A copy of no more than the element's part: the stream's buffer is larger.
      this.#hold(Buffer.from(chunk.subarray(start)));
    }
  }

  finish(): void {
    if (this.#depth === -1) return;
    if (this.#depth === 0) throw this.#notAnArray();
    throw new DataFormatError(
      'truncated',
      `${this.#path} ends inside its list, after ${this.#count} annotations.`,
      { remedy: 'Copy the file again from its source.' },
    );
  }

  #element(last: Buffer): string {
    this.#hold(last);
    const text = Buffer.concat(this.#held).toString('utf8');
    this.#held = [];
    this.#heldBytes = 0;
    if (++this.#count > MAX_ELEMENTS) throw tooLarge(this.#path, `more than ${MAX_ELEMENTS} annotations`);
    return text;
  }

  #hold(part: Buffer): void {
    this.#held.push(part);
    this.#heldBytes += part.length;
    if (this.#heldBytes > MAX_ELEMENT_BYTES) {
      throw tooLarge(this.#path, `annotation ${this.#count} has more than ${MAX_ELEMENT_BYTES} bytes`);
    }
  }

  #notAnArray(): DataFormatError {
    return new DataFormatError(
      'not-json',
      `${this.#path} is not a JSON list of annotations (at annotation ${this.#count}).`,
      { remedy: 'Copy the file again from its source.' },
    );
  }
}

/** White space anywhere; commas between elements. */
function isBetween(byte: number | undefined, depth: number): boolean {
  return byte === 0x20 || byte === 0x0a || byte === 0x0d || byte === 0x09 || (byte === 0x2c && depth === 1);
}

function tooLarge(path: string, what: string): DataFormatError {
  return new DataFormatError('too-large', `${path}: ${what}.`, {
    remedy: 'This is no file of annotations: copy it again from its source.',
  });
}
