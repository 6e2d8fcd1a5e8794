/**
 * samples.jsonl as a journal: lines are appended in the order of completion, and handed to the system before the next
 * batch is asked, so that kill -9 loses at most what was still being asked. The disk is synced in the background, several
 * times a second: a power failure loses no more than that.
 */
import { type FileHandle, open, readFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { DataFormatError } from '@parallax/lab';
import { describeWriteFailure, parseRecord, sha256, syncFolder } from '@parallax/lab/node';
import { type EvalSample, EvalSampleSchema } from '../schema.ts';

const SYNC_MS = 200;

export class SamplesFile {
  readonly path: string;
  readonly #handle: FileHandle;
  readonly #waiting: string[] = [];
  /** The write under way, and the one that takes what waits. */
  #writing: Promise<void> = Promise.resolve();
  #next: Promise<void> | null = null;
  #syncing: Promise<void> | null = null;
  #failure: unknown = null;

  private constructor(path: string, handle: FileHandle) {
    this.path = path;
    this.#handle = handle;
  }

  /**
   * Opens or creates the journal, cuts off a torn last line, and returns what earlier runs finished.
   * @throws DataFormatError `damaged-journal` when a line before the last is not a sample.
   */
  static async open(path: string): Promise<{ file: SamplesFile; finished: EvalSample[] }> {
    const { samples, intactBytes } = await readJournal(path);
    const handle = await open(path, 'a');
    await handle.truncate(intactBytes);
    await syncFolder(dirname(path));
    return { file: new SamplesFile(path, handle), finished: samples };
  }

  /**
   * Returns when the lines are with the system (safe from kill -9). Calls that come while a write is under way share the
   * next one. @throws LabError `disk-full`.
   */
  append(samples: readonly EvalSample[]): Promise<void> {
    if (samples.length === 0) return Promise.resolve();
    this.#waiting.push(encodeSamples(samples));
    this.#next ??= this.#writing.then(() => this.#write());
    return this.#next;
  }

  async #write(): Promise<void> {
    const text = this.#waiting.splice(0).join('');
    this.#writing = this.#next ?? Promise.resolve();
    this.#next = null;
    if (this.#failure !== null) throw this.#failure;
    try {
      await this.#handle.appendFile(text);
    } catch (cause) {
      throw describeWriteFailure(this.path, cause);
    }
    this.#syncing ??= this.#syncSoon();
  }

  async #syncSoon(): Promise<void> {
    await sleep(SYNC_MS, undefined, { ref: false });
    this.#syncing = null;
    try {
      await this.#handle.datasync();
    } catch (cause) {
      this.#failure = describeWriteFailure(this.path, cause); // the next append tells it
    }
  }

  /** Everything is on the disk when it returns. */
  async close(): Promise<void> {
    await this.#writing.catch(() => undefined);
    await this.#handle.datasync();
    await this.#handle.close();
  }
}

export function encodeSamples(samples: readonly EvalSample[]): string {
  return samples.map((sample) => `${JSON.stringify(sample)}\n`).join('');
}

/**
 * Digest of what was answered: the lines with the latency set to zero and without the requests it took, since time and
 * a server's moods are not content. Two runs of one
 * evaluation, interrupted or not, have the same digest.
 */
export function samplesDigest(samples: readonly EvalSample[]): string {
  return sha256(encodeSamples(samples.map((sample) => ({ ...sample, latencyMs: 0, requests: undefined }))));
}

/** Reads a finished or half-finished samples.jsonl. @throws DataFormatError `damaged-journal`. */
export async function readSamples(path: string): Promise<EvalSample[]> {
  return (await readJournal(path)).samples;
}

async function readJournal(path: string): Promise<{ samples: EvalSample[]; intactBytes: number }> {
  let content: Buffer;
  try {
    content = await readFile(path);
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'ENOENT') return { samples: [], intactBytes: 0 };
    throw cause;
  }
  const samples: EvalSample[] = [];
  let intactBytes = 0;
  for (let row = 1; intactBytes < content.length; row++) {
    const end = content.indexOf(10, intactBytes);
    // Without its line break the last line was being written when the process died.
    if (end < 0) break;
    const line = content.toString('utf8', intactBytes, end);
    const isLast = end === content.length - 1;
    let value: unknown;
    try {
      value = JSON.parse(line);
    } catch (cause) {
      if (isLast) break;
      throw new DataFormatError('damaged-journal', `${path} row ${row} is not JSON.`, {
        remedy: 'Delete the row (its sample is asked again) or the file.',
        cause,
      });
    }
    samples.push(parseRecord(`${path} row ${row}`, value, EvalSampleSchema));
    intactBytes = end + 1;
  }
  return { samples, intactBytes };
}
