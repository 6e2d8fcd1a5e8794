/**
 * Forward reader of a little-endian binary file through a small window: what is skipped is not read from the disk,
 * and no count in the file can make it allocate.
 */
import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import { DataFormatError } from '@parallax/lab';

/** First window after a jump: a record of an image fits. It doubles while reading goes straight on, up to LARGEST. */
const SMALLEST = 512;
const LARGEST = 1 << 18;

export class BinaryFile implements Disposable {
  readonly path: string;
  readonly size: number;
  readonly #handle: number;
  #buffer: Buffer = Buffer.alloc(SMALLEST);
  #start = 0; // File offset of the window.
  #length = 0; // Valid bytes in the window.
  #at = 0; // Reading position in the window; may lie beyond it after a skip.
  #nextWindow = SMALLEST;

  constructor(path: string) {
    this.path = path;
    this.#handle = openSync(path, 'r');
    this.size = fstatSync(this.#handle).size;
    // A small file is read at once: a call costs more than the bytes that it jumps over.
    if (this.size <= LARGEST) this.#nextWindow = LARGEST;
  }

  [Symbol.dispose](): void {
    closeSync(this.#handle);
  }

  get position(): number {
    return this.#start + this.#at;
  }

  get remaining(): number {
    return this.size - this.position;
  }

  uint8(record: string): number {
    return this.#buffer.readUInt8(this.#take(1, record));
  }

  uint32(record: string): number {
    return this.#buffer.readUInt32LE(this.#take(4, record));
  }

  int32(record: string): number {
    return this.#buffer.readInt32LE(this.#take(4, record));
  }

  double(record: string): number {
    return this.#buffer.readDoubleLE(this.#take(8, record));
  }

  /** 64-bit count; beyond 2^53 it is a lie in any case and comes back as a large number. */
  count(record: string): number {
    const at = this.#take(8, record);
    return this.#buffer.readUInt32LE(at) + this.#buffer.readUInt32LE(at + 4) * 0x1_0000_0000;
  }

  /** Fills `target` with as many numbers: one call for the whole of a pose. */
  doubles(target: Float64Array, record: string): void {
    let at = this.#take(8 * target.length, record);
    for (let i = 0; i < target.length; i++, at += 8) target[i] = this.#buffer.readDoubleLE(at);
  }

  /** The next bytes, in place: valid until the next call. */
  bytes(length: number, record: string): Buffer {
    const at = this.#take(length, record);
    return this.#buffer.subarray(at, at + length);
  }

  /** A count of records, checked against what is left of the file. */
  countOf(what: string, bytesEach: number): number {
    const count = this.count(`number of ${what}`);
    if (count * bytesEach > this.remaining) {
      throw this.damaged(`it announces ${count} ${what}, more than its ${this.size} bytes can hold`);
    }
    return count;
  }

  /** Text up to a zero byte. */
  zeroTerminated(maxBytes: number, record: string): string {
    for (let length = 0; length < maxBytes; ) {
      const available = this.#fill(length + 1, record);
      const end = this.#buffer.indexOf(0, this.#at + length);
      if (end >= 0 && end < this.#length) {
        const text = this.#buffer.toString('utf8', this.#at, end);
        this.#at = end + 1;
        return text;
      }
      length = available;
    }
    throw this.damaged(`${record}: no end of the name within ${maxBytes} bytes`);
  }

  skip(length: number, record: string): void {
    if (length > this.remaining) throw this.damaged(`it ends inside ${record}`);
    this.#at += length;
  }

  damaged(what: string): DataFormatError {
    return new DataFormatError('truncated', `${this.path} is damaged: ${what} (offset ${this.position}).`, {
      remedy: 'Copy the file again from its source, or leave this capture out.',
    });
  }

  /** Makes `length` bytes available and moves past them; returns their offset in the window. */
  #take(length: number, record: string): number {
    this.#fill(length, record);
    const at = this.#at;
    this.#at += length;
    return at;
  }

  /** Makes at least `length` bytes available at the position; returns how many are. */
  #fill(length: number, record: string): number {
    if (this.#at + length <= this.#length) return this.#length - this.#at;
    if (length > this.remaining) throw this.damaged(`it ends inside ${record}`);
    const jumped = this.#at > this.#length;
    const position = this.position;
    this.#nextWindow = jumped ? SMALLEST : Math.min(this.#nextWindow * 2, LARGEST);
    const wanted = Math.min(Math.max(length, this.#nextWindow), this.remaining);
    if (this.#buffer.length < wanted) {
      this.#buffer = Buffer.allocUnsafe(Math.min(Math.max(wanted, this.#nextWindow), this.size));
    }
    let read = 0;
    while (read < wanted) {
      const got = readSync(this.#handle, this.#buffer, read, wanted - read, position + read);
      if (got === 0) break; // The file was cut while it was being read.
      read += got;
    }
    [this.#start, this.#at, this.#length] = [position, 0, read];
    if (read < length) throw this.damaged(`it ends inside ${record}`);
    return read;
  }
}
