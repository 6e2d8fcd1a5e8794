/** One progress line with rate and ETA: a bar on a terminal, a plain line every ten seconds elsewhere. */
import cliProgress from 'cli-progress';

const PLAIN_INTERVAL_MS = 10_000;

export class Progress {
  readonly #label: string;
  readonly #total: number;
  readonly #bar: cliProgress.SingleBar | undefined;
  readonly #startedAt = performance.now();
  #done = 0;
  #initial = 0;
  #plainAt = performance.now();

  constructor(label: string, total: number) {
    this.#label = label;
    this.#total = total;
    if (process.stderr.isTTY) {
      this.#bar = new cliProgress.SingleBar({
        format: `${label} {bar} {percentage}% | {value}/{total} | {rate}/s | ETA {left} {note}`,
        hideCursor: true,
        stream: process.stderr,
      });
      this.#bar.start(total, 0, { rate: '-', left: '-', note: '' });
    }
  }

  /** Work already done by an earlier, interrupted run: it does not count towards the rate. */
  startAt(done: number): void {
    this.#initial = done;
    this.set(done);
  }

  set(done: number, note = ''): void {
    this.#done = done;
    const seconds = (performance.now() - this.#startedAt) / 1000;
    const rate = (done - this.#initial) / Math.max(seconds, 1e-3);
    const left = rate > 0 ? formatSeconds((this.#total - done) / rate) : '-';
    const values = { rate: rate.toFixed(rate < 10 ? 1 : 0), left, note };
    if (this.#bar !== undefined) {
      this.#bar.update(done, values);
    } else if (performance.now() - this.#plainAt > PLAIN_INTERVAL_MS) {
      this.#plainAt = performance.now();
      process.stderr.write(`${this.#label}: ${done}/${this.#total}, ${values.rate}/s, ETA ${left} ${note}\n`);
    }
  }

  advance(by = 1, note = ''): void {
    this.set(this.#done + by, note);
  }

  finish(note = ''): void {
    const seconds = (performance.now() - this.#startedAt) / 1000;
    if (this.#bar !== undefined) {
      this.set(this.#done, note);
      this.#bar.stop();
    } else {
      process.stderr.write(
        `${this.#label}: ${this.#done}/${this.#total} in ${formatSeconds(seconds)} ${note}\n`,
      );
    }
  }
}

export function formatSeconds(seconds: number): string {
  if (!Number.isFinite(seconds)) return '-';
  if (seconds < 60) return `${seconds.toFixed(seconds < 10 ? 1 : 0)} s`;
  const minutes = Math.floor(seconds / 60);
  return `${minutes} min ${Math.round(seconds - minutes * 60)} s`;
}
