/** Memory of request bodies, used again: fresh pages for each body would cost as much as filling them. */

const UNIT_BYTES = 64 * 1024;
const KEPT_BYTES = 32 * 1024 * 1024;

export class BodyBuffers {
  readonly #free = new Map<number, Uint8Array<ArrayBuffer>[]>();
  #freeBytes = 0;

  /** A buffer of exactly this length, with any content. */
  take(length: number): Buffer<ArrayBuffer> {
    const size = Math.ceil(length / UNIT_BYTES) * UNIT_BYTES;
    const kept = this.#free.get(size)?.pop();
    if (kept !== undefined) this.#freeBytes -= size;
    const memory = kept ?? Buffer.allocUnsafeSlow(size);
    return Buffer.from(memory.buffer, 0, length);
  }

  /** Only for a body that nobody reads any more: one whose answer has come whole. */
  giveBack({ buffer }: Buffer<ArrayBuffer>): void {
    const size = buffer.byteLength;
    if (this.#freeBytes + size > KEPT_BYTES) return;
    const list = this.#free.get(size) ?? [];
    list.push(new Uint8Array(buffer));
    this.#free.set(size, list);
    this.#freeBytes += size;
  }
}
