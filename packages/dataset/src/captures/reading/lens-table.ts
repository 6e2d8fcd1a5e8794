/** Lenses of a source that repeats them image by image: each different one once, under a number. */
import type { Lens } from '@parallax/geometry';

export class LensTable {
  readonly #lenses = new Map<number, Lens>();
  readonly #ids = new Map<string, number>();

  /** By number, counted from 1. */
  get lenses(): ReadonlyMap<number, Lens> {
    return this.#lenses;
  }

  /** Number of an equal lens seen before, or the next one. */
  idOf(lens: Lens): number {
    const key = JSON.stringify(lens);
    const known = this.#ids.get(key);
    if (known !== undefined) return known;
    const id = this.#lenses.size + 1;
    this.#ids.set(key, id);
    this.#lenses.set(id, lens);
    return id;
  }
}
