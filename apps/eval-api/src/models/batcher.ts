/**
 * Requests that wait together are decoded together. A batch that runs takes no newcomers; a second one may start
 * beside it, step by step in turn, so that a short request does not wait for a long one to end.
 */

export interface BatcherOptions<Job> {
  /** Rows of all batches together are at most this many times `running`. */
  readonly rows: number;
  /** Batches side by side. */
  readonly running: number;
  readonly rowsOf: (job: Job) => number;
  /** Only jobs with the same key share a batch. */
  readonly keyOf: (job: Job) => string;
  /** Decodes the jobs; it never rejects. */
  readonly decode: (jobs: readonly Job[]) => Promise<void>;
  /** How long the first job of an idle machine waits for company; default 4. */
  readonly gatherMs?: number;
}

export interface Batcher<Job> {
  add(job: Job): void;
  /** Takes a job that still waits out of the queue. */
  remove(job: Job): boolean;
}

export function createBatcher<Job>(options: BatcherOptions<Job>): Batcher<Job> {
  const { rows, running, rowsOf, keyOf, decode, gatherMs = 4 } = options;
  const waiting: Job[] = [];
  let busy = 0;
  let gathering = false;

  const takeBatch = (): Job[] => {
    const key = keyOf(waiting[0]!);
    const batch: Job[] = [];
    let free = rows;
    // In order of arrival; one that is too large for what is left lets smaller ones behind it pass.
    for (let i = 0; i < waiting.length; ) {
      const job = waiting[i]!;
      const size = rowsOf(job);
      if (keyOf(job) === key && (size <= free || batch.length === 0)) {
        batch.push(job);
        free -= size;
        waiting.splice(i, 1);
      } else i++;
    }
    return batch;
  };

  const start = (): void => {
    if (gathering || busy >= running || waiting.length === 0) return;
    gathering = true;
    setTimeout(() => {
      gathering = false;
      if (waiting.length === 0) return;
      busy++;
      void decode(takeBatch()).finally(() => {
        busy--;
        start();
      });
      start();
    }, gatherMs);
  };

  return {
    add: (job) => {
      waiting.push(job);
      start();
    },
    remove: (job) => {
      const place = waiting.indexOf(job);
      if (place >= 0) waiting.splice(place, 1);
      return place >= 0;
    },
  };
}
