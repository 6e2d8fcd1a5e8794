/** Text of a completion as it grows token by token: whole characters only, cut before a stop string. */
import type { SamplingTokenizer } from './decode-rows.ts';

/** What a decoder writes for half a character. */
const HALF = '\uFFFD';

export class StopText {
  readonly #tokenizer: Pick<SamplingTokenizer, 'decode'>;
  readonly #stop: readonly string[];
  /** Tokens whose last character is not whole yet. */
  #pending: number[] = [];
  #text = '';
  /** Length of the text that was given out. */
  #given = 0;
  stopped = false;

  constructor(tokenizer: Pick<SamplingTokenizer, 'decode'>, stop: readonly string[]) {
    this.#tokenizer = tokenizer;
    this.#stop = stop.filter((word) => word !== '');
  }

  /** The whole text so far, without the stop string and what follows it. */
  get text(): string {
    return this.#text;
  }

  /** @returns the text that is certain now: it cannot become part of a stop string any more. */
  push(id: number): string {
    this.#pending.push(id);
    const text = this.#tokenizer.decode(this.#pending, { skipSpecial: true });
    if (text.endsWith(HALF)) return '';
    return this.#append(text);
  }

  /** @returns what was held back; nothing follows. */
  end(): string {
    const certain = this.#append(this.#tokenizer.decode(this.#pending, { skipSpecial: true }));
    const rest = this.#text.slice(this.#given);
    this.#given = this.#text.length;
    return certain + rest;
  }

  #append(text: string): string {
    this.#pending = [];
    if (this.stopped) return '';
    // A stop string may have begun in what was held back, never before it.
    const from = this.#given;
    this.#text += text;
    const cuts = this.#stop.map((word) => this.#text.indexOf(word, from)).filter((at) => at >= 0);
    if (cuts.length > 0) {
      this.stopped = true;
      this.#text = this.#text.slice(0, Math.min(...cuts));
    }
    const end = this.stopped ? this.#text.length : this.#text.length - this.#heldBack(from);
    this.#given = end;
    return this.#text.slice(from, end);
  }

  /** Length of the longest end of the text with which a stop string begins. */
  #heldBack(from: number): number {
    let longest = 0;
    for (const word of this.#stop) {
      for (let length = Math.min(word.length - 1, this.#text.length - from); length > longest; length--) {
        if (this.#text.endsWith(word.slice(0, length))) longest = length;
      }
    }
    return longest;
  }
}
