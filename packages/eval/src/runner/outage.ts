/**
 * Tells a failed sample from a dead server. A failed sample is recorded and stays in the denominator; a server that
 * is down, or refuses everybody, must stop the run instead of filling the log with zeros.
 */
import { ProviderError } from '@parallax/lab';
import type { EvalSample } from '../schema.ts';

/** Errors that say nothing about the sample. */
const OUTAGE_CODES: ReadonlySet<string> = new Set(['unreachable', 'unauthorized', 'not-served']);
const STREAK_LIMIT = 16;

export class OutageGuard {
  #held: EvalSample[] = [];
  #answered = false;

  /**
   * Takes finished samples and returns those that may be recorded. Samples with an outage error are held back until
   * an answer shows that the server lives.
   * @throws ProviderError after 16 outage errors in a row.
   */
  pass(samples: readonly EvalSample[]): EvalSample[] {
    const recordable: EvalSample[] = [];
    for (const sample of samples) {
      if (sample.error !== null && OUTAGE_CODES.has(sample.error.code)) {
        this.#held.push(sample);
        if (this.#held.length >= STREAK_LIMIT) throw this.#failure();
        continue;
      }
      this.#answered = true;
      recordable.push(...this.#held, sample);
      this.#held = [];
    }
    return recordable;
  }

  /** What is still held back at the end. @throws ProviderError when the server never answered in this run. */
  finish(): EvalSample[] {
    if (this.#held.length > 0 && !this.#answered) throw this.#failure();
    const rest = this.#held;
    this.#held = [];
    return rest;
  }

  #failure(): ProviderError {
    const error = this.#held.at(-1)?.error;
    const message = error?.message ?? 'The model server does not answer.';
    return new ProviderError(error?.code ?? 'unreachable', message, {
      retryable: true,
      remedy:
        'Check address, model name and key, then give the same command again: it goes on where it stopped.',
    });
  }
}
