/** Ends exchanges that last too long or are aborted: one timer and one listener for all, in place of one each. */

export interface Exchange {
  /** As `performance.now()` says it. */
  readonly startedAt: number;
  readonly signal: AbortSignal | undefined;
  /** It has lasted `timeoutMs`; it leaves. */
  expire(): void;
  /** Its signal was aborted; it leaves. */
  abort(): void;
}

export class UnderWay {
  readonly timeoutMs: number;
  /** The oldest first, hence in the order of their deadlines. */
  readonly #exchanges = new Set<Exchange>();
  readonly #watched = new WeakSet<AbortSignal>();
  #timer: NodeJS.Timeout | null = null;

  constructor(timeoutMs: number) {
    this.timeoutMs = timeoutMs;
  }

  enter(exchange: Exchange): void {
    this.#exchanges.add(exchange);
    if (this.#timer === null) this.#wake(this.timeoutMs);
    const { signal } = exchange;
    if (signal === undefined || this.#watched.has(signal)) return;
    this.#watched.add(signal);
    signal.addEventListener('abort', () => this.#abort(signal), { once: true });
  }

  leave(exchange: Exchange): void {
    this.#exchanges.delete(exchange);
  }

  /** The timer outlives the exchange that it was set for; it keeps no process alive, sockets do. */
  #wake(afterMs: number): void {
    this.#timer = setTimeout(() => this.#expire(), afterMs).unref();
  }

  #expire(): void {
    this.#timer = null;
    for (const exchange of this.#exchanges) {
      const leftMs = exchange.startedAt + this.timeoutMs - performance.now();
      if (leftMs > 0) {
        this.#wake(leftMs);
        return;
      }
      exchange.expire();
    }
  }

  #abort(signal: AbortSignal): void {
    for (const exchange of this.#exchanges) if (exchange.signal === signal) exchange.abort();
  }
}
