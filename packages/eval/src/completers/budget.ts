/** What an evaluation may spend at a server: requests and tokens, those of its earlier calls included. */
import { LabError } from '@parallax/lab';

export interface BudgetLimits {
  /** HTTP requests, retries included. */
  readonly requests?: number;
  /** Tokens of completions. */
  readonly completionTokens?: number;
  /** Tokens of prompts and completions. */
  readonly tokens?: number;
}

export interface Spending {
  readonly requests: number;
  readonly promptTokens: number;
  readonly completionTokens: number;
}

/** The run stops asking, keeps what it has and goes on when the same command comes with more. */
export class BudgetSpentError extends LabError {
  constructor(what: string, spent: number, limit: number) {
    super('budget-spent', `The budget is spent: ${spent} of ${limit} ${what}.`, {
      remedy: 'What was answered is kept: give the same command with a larger budget to go on.',
    });
  }
}

export class Budget {
  readonly #limits: BudgetLimits;
  #spent: Spending = { requests: 0, promptTokens: 0, completionTokens: 0 };

  constructor(limits: BudgetLimits = {}) {
    this.#limits = limits;
  }

  get spent(): Spending {
    return this.#spent;
  }

  /**
   * Before every HTTP request. The number of requests is exact; the tokens of answers under way are not known yet, so
   * that tokens may exceed their limit by what is in flight.
   * @throws BudgetSpentError
   */
  takeRequest(): void {
    const { requests, promptTokens, completionTokens } = this.#spent;
    const rows: [string, number, number | undefined][] = [
      ['requests', requests, this.#limits.requests],
      ['completion tokens', completionTokens, this.#limits.completionTokens],
      ['tokens', promptTokens + completionTokens, this.#limits.tokens],
    ];
    for (const [what, spent, limit] of rows) {
      if (limit !== undefined && spent >= limit) throw new BudgetSpentError(what, spent, limit);
    }
    this.add({ requests: 1, promptTokens: 0, completionTokens: 0 });
  }

  add(more: Spending): void {
    this.#spent = {
      requests: this.#spent.requests + more.requests,
      promptTokens: this.#spent.promptTokens + more.promptTokens,
      completionTokens: this.#spent.completionTokens + more.completionTokens,
    };
  }
}
