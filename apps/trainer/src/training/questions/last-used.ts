/** Values that are costly to make again, up to a bound of bytes: what was not used for longest goes first. */
export class LastUsed<Key, Value> {
  readonly #maxBytes: number;
  readonly #sizeOf: (value: Value) => number;
  /** In order of last use: a Map keeps insertion order. Promises, because one batch often needs a value several times at once. */
  readonly #entries = new Map<Key, { readonly value: Promise<Value>; bytes: number }>();
  #bytes = 0;

  /** @param sizeOf bytes of a value. */
  constructor(maxBytes: number, sizeOf: (value: Value) => number) {
    this.#maxBytes = maxBytes;
    this.#sizeOf = sizeOf;
  }

  /** The value of a key; made when it is not here. One larger than the bound stays until the next is made. */
  async get(key: Key, make: () => Promise<Value>): Promise<Value> {
    const known = this.#entries.get(key);
    if (known !== undefined) {
      this.#entries.delete(key);
      this.#entries.set(key, known);
      return known.value;
    }
    const entry = { value: make(), bytes: 0 };
    this.#entries.set(key, entry);
    try {
      const value = await entry.value;
      entry.bytes = this.#sizeOf(value);
      this.#bytes += entry.bytes;
      this.#shrink(key);
      return value;
    } catch (error) {
      this.#entries.delete(key);
      throw error;
    }
  }

  #shrink(newest: Key): void {
    for (const [key, { bytes }] of this.#entries) {
      if (this.#bytes <= this.#maxBytes) return;
      // What is still being made weighs nothing yet, and those who wait for it need it.
      if (key === newest || bytes === 0) continue;
      this.#entries.delete(key);
      this.#bytes -= bytes;
    }
  }
}
