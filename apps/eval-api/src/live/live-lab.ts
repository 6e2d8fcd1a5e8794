/** The lab behind the API: its database kept in step with its files, its data sets kept open. */
import { join, resolve } from 'node:path';
import { type Dataset, openDataset } from '@parallax/dataset';
import { LabError } from '@parallax/lab';
import {
  confine,
  type IndexLabOptions,
  type IndexProblem,
  indexLab,
  openStore,
  type Store,
} from '@parallax/store';
import { onceALook } from './once-a-look.ts';

export interface LiveLab {
  readonly folder: string;
  /** The database; after `parallax db rebuild`, the new one. */
  store(): Promise<Store>;
  /** Records that could not be read at the last look. */
  readonly problems: readonly IndexProblem[];
  readonly indexing: boolean;
  /**
   * Reads in what is new in the lab folder, at most once in a while. Waits for a short look; a long one (a large new
   * data set) goes on behind the request, and so does one that follows soon after another (a lab that is busy).
   */
  refresh(): Promise<void>;
  /** An answer worked out from the index, at most once a look: `key` names the answer. */
  once<T>(key: string, make: () => Promise<T>): Promise<T>;
  /** Full look; used at start. */
  index(options?: IndexLabOptions): Promise<void>;
  /** The data set's files, opened once for as long as the digest stays. */
  dataset(name: string, digest: string): Promise<Dataset>;
  close(): Promise<void>;
}

export interface LiveLabOptions {
  readonly lab: string;
  /** Pause between two looks at the folder. */
  readonly refreshMs?: number;
  /** How long a request waits for a look. */
  readonly patienceMs?: number;
  readonly log?: (line: string) => void;
}

/** A write that waits blocks the whole process, so it waits little: the next look tries again. */
const BUSY_TIMEOUT_MS = 1000;
/** How often we ask whether another database file stands in the place of ours. */
const MOST_CHECK_MS = 250;
/** Rows younger than so many pauses are served while the next look is made. */
const FRESH_PAUSES = 3;

/** @throws as `openStore`. */
export async function openLiveLab(options: LiveLabOptions): Promise<LiveLab> {
  const { refreshMs = 1000, patienceMs = 1500, log = () => undefined } = options;
  const folder = resolve(options.lab);
  const open = (): Promise<Store> => openStore({ lab: folder, busyTimeoutMs: BUSY_TIMEOUT_MS });
  const seen = new Map<string, string>();
  const datasets = new Map<string, Promise<Dataset>>();
  let store = await open();
  let reopening: Promise<Store> | null = null;
  let problems: readonly IndexProblem[] = [];
  let running: Promise<void> | null = null;
  let lookedAt = Number.NEGATIVE_INFINITY;
  let looks = 0;
  let checkedAt = Number.NEGATIVE_INFINITY;
  let closed = false;

  const current = async (): Promise<Store> => {
    if (reopening !== null) return reopening;
    if (performance.now() - checkedAt < Math.min(refreshMs, MOST_CHECK_MS)) return store;
    checkedAt = performance.now();
    if (!(await store.isReplaced())) return store;
    reopening ??= (async () => {
      const old = store;
      store = await open();
      looks++;
      seen.clear();
      await old.close();
      return store;
    })().finally(() => {
      reopening = null;
    });
    return reopening;
  };

  const look = (indexOptions: IndexLabOptions): Promise<void> => {
    running ??= (async () => {
      try {
        const result = await indexLab(await current(), { ...indexOptions, seen });
        for (const { message } of result.problems) {
          if (!problems.some((known) => known.message === message)) log(`warning: ${message}`);
        }
        problems = result.problems;
      } finally {
        running = null;
        looks++;
        lookedAt = performance.now();
      }
    })();
    return running;
  };

  return {
    folder,
    store: current,
    get problems() {
      return problems;
    },
    get indexing() {
      return running !== null;
    },
    once: onceALook(() => looks, refreshMs),
    index: look,
    refresh: async () => {
      if (closed || (running === null && performance.now() - lookedAt < refreshMs)) return;
      const quiet = look({}).catch((error: unknown) => {
        // Another process writes just now, or the disk is full: what stands in the database is still served.
        if (!(error instanceof LabError)) throw error;
        log(`warning: ${error.message}`);
      });
      if (performance.now() - lookedAt < FRESH_PAUSES * refreshMs) return;
      await Promise.race([quiet, pause(patienceMs)]);
    },
    dataset: (name, digest) => {
      const key = `${name} ${digest}`;
      const known = datasets.get(key);
      if (known !== undefined) return known;
      const opened = confine(folder, join(folder, 'datasets', name)).then(openDataset);
      datasets.set(key, opened);
      // A failure is told once and tried again at the next request.
      opened.catch(() => datasets.delete(key));
      return opened;
    },
    close: async () => {
      closed = true;
      await running?.catch(() => undefined);
      await (await current()).close();
    },
  };
}

function pause(ms: number): Promise<void> {
  return new Promise((done) => {
    setTimeout(done, ms).unref();
  });
}
