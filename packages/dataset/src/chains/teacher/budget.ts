/** What a run may ask for. Spending is counted over all runs that share a journal. */
import { LabError } from '@parallax/lab';

export interface BudgetLimits {
  /** HTTP requests, retries included. */
  readonly maxRequests?: number;
  /** Prompt and completion tokens together. */
  readonly maxTokens?: number;
}

export class Budget {
  readonly #limits: BudgetLimits;
  #requests = 0;
  #tokens = 0;
  /** Requests that no journal line has counted yet. */
  #unrecorded = 0;
  /** Tokens of requests that are under way, at their most. */
  #reserved = 0;
  #largestPrompt = 0;

  constructor(limits: BudgetLimits = {}) {
    this.#limits = limits;
  }

  get requests(): number {
    return this.#requests;
  }

  get tokens(): number {
    return this.#tokens;
  }

  /** Adds what earlier runs spent. */
  addSpent(requests: number, tokens: number): void {
    this.#requests += requests;
    this.#tokens += tokens;
  }

  /** Called before every HTTP request. @throws LabError `budget-spent`. */
  takeRequest(): void {
    if (this.#requests >= (this.#limits.maxRequests ?? Number.POSITIVE_INFINITY)) {
      throw spent(`${this.#requests} requests`, '--max-requests');
    }
    this.#requests++;
    this.#unrecorded++;
  }

  /** Called before a question is asked; the reply then gives back what it did not use. @throws LabError `budget-spent`. */
  reserve(maxCompletionTokens: number): number {
    const most = maxCompletionTokens + this.#largestPrompt;
    const { maxTokens = Number.POSITIVE_INFINITY } = this.#limits;
    if (this.#tokens + this.#reserved + most > maxTokens) {
      throw spent(`${this.#tokens} tokens, with ${this.#reserved + most} to come,`, '--max-tokens');
    }
    this.#reserved += most;
    return most;
  }

  settle(reserved: number, promptTokens: number, completionTokens: number): void {
    this.#reserved -= reserved;
    this.#tokens += promptTokens + completionTokens;
    this.#largestPrompt = Math.max(this.#largestPrompt, promptTokens);
  }

  /** Requests since the last call: a journal line carries them. */
  drainRequests(): number {
    const requests = this.#unrecorded;
    this.#unrecorded = 0;
    return requests;
  }
}

function spent(what: string, flag: string): LabError {
  return new LabError('budget-spent', `The budget is spent: ${what} of ${flag}.`, {
    remedy: `Raise ${flag} and run the same command again (replies are kept), or give --finish to write what is accepted.`,
  });
}
