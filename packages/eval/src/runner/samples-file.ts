/**
 * samples.jsonl as a journal: lines are appended in the order of completion, and handed to the system together at the end
 * of the turn of the event loop in which they came, before the next batch is asked: kill -9 loses at most what was still
 * being asked. The disk is synced in the background, several times a second: a power failure loses no more than that.
 */
import { createHash } from 'node:crypto';
import { appendFileSync } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import { dirname } from 'node:path';
import { setImmediate as endOfTurn, setTimeout as sleep } from 'node:timers/promises';
import { describeWriteFailure, syncFolder, writeFileAtomic } from '@parallax/lab/node';
import type { EvalSample } from '../schema.ts';
import { journalRows, type RowPlace, RowWindow } from './journal-reader.ts';

const SYNC_MS = 200;
/** Written at a time when the file is put in order. */
const CHUNK_BYTES = 256 * 1024;

export class SamplesFile {
  readonly path: string;
  readonly #handle: FileHandle;
  /** Lines of this turn of the event loop. */
  #waiting = '';
  /** Where each sample's line lies; the samples themselves stay in the file. */
  readonly #places: Map<string, RowPlace>;
  #bytes: number;
  /** Settled once they are written. */
  #turn: Promise<void> | null = null;
  #syncing: Promise<void> | null = null;
  #failure: unknown = null;

  private constructor(path: string, handle: FileHandle, places: Map<string, RowPlace>, bytes: number) {
    this.path = path;
    this.#handle = handle;
    this.#places = places;
    this.#bytes = bytes;
  }

  /**
   * Opens or creates the journal, cuts off a torn last line, and shows what earlier runs finished.
   * @throws DataFormatError `damaged-journal` when a line before the last is not a sample.
   */
  static async open(path: string, onFinished: (sample: EvalSample) => void): Promise<SamplesFile> {
    const places = new Map<string, RowPlace>();
    let bytes = 0;
    for await (const { sample, start, length } of journalRows(path)) {
      places.set(sample.sampleId, { start, length });
      bytes = start + length;
      onFinished(sample);
    }
    const handle = await open(path, 'a+');
    await handle.truncate(bytes);
    await syncFolder(dirname(path));
    return new SamplesFile(path, handle, places, bytes);
  }

  /** Returns when the lines are with the system (safe from kill -9). @throws LabError `disk-full`. */
  append(samples: readonly EvalSample[]): Promise<void> {
    if (samples.length === 0) return Promise.resolve();
    for (const sample of samples) {
      const line = encodeSample(sample);
      const length = Buffer.byteLength(line);
      this.#places.set(sample.sampleId, { start: this.#bytes, length });
      this.#bytes += length;
      this.#waiting += line;
    }
    this.#turn ??= endOfTurn().then(() => this.#write());
    return this.#turn;
  }

  /** A few kilobytes for the page cache: handing them to another thread would cost more than writing them here. */
  #write(): void {
    const text = this.#waiting;
    this.#waiting = '';
    this.#turn = null;
    if (this.#failure !== null) throw this.#failure;
    try {
      appendFileSync(this.#handle.fd, text);
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

  /**
   * Puts the file in this order, whole or not at all, and shows every sample on the way; nothing is appended after.
   * Returns the digest of the samples, see `samplesDigest`. @throws LabError `disk-full`.
   */
  async sort(ids: Iterable<string>, onSample: (sample: EvalSample) => void): Promise<string> {
    await this.#turn;
    const rows = new RowWindow(this.#handle, this.path);
    const places = this.#places;
    const hash = createHash('sha256');
    async function* inOrder(): AsyncGenerator<Buffer> {
      let lines: Buffer[] = [];
      let bytes = 0;
      for (const id of ids) {
        const { sample, line } = await rows.read(id, places.get(id)!); // every id was recorded
        onSample(sample);
        hash.update(contentOf(sample));
        lines.push(line);
        bytes += line.byteLength;
        if (bytes < CHUNK_BYTES) continue;
        yield Buffer.concat(lines);
        lines = [];
        bytes = 0;
      }
      yield Buffer.concat(lines);
    }
    await writeFileAtomic(this.path, inOrder());
    return hash.digest('hex');
  }

  /** Everything is on the disk when it returns. */
  async close(): Promise<void> {
    await this.#turn?.catch(() => undefined);
    await this.#handle.datasync();
    await this.#handle.close();
  }
}

function encodeSample(sample: EvalSample): string {
  return `${JSON.stringify(sample)}\n`;
}

function contentOf(sample: EvalSample): string {
  return encodeSample({ ...sample, latencyMs: 0, requests: undefined });
}

/**
 * Digest of what was answered: the lines with the latency set to zero and without the requests it took, since time and
 * a server's moods are not content. Two runs of one
 * evaluation, interrupted or not, have the same digest.
 */
export function samplesDigest(samples: readonly EvalSample[]): string {
  const hash = createHash('sha256');
  for (const sample of samples) hash.update(contentOf(sample));
  return hash.digest('hex');
}

/** Reads a finished or half-finished samples.jsonl. @throws DataFormatError `damaged-journal`. */
export async function readSamples(path: string): Promise<EvalSample[]> {
  const samples: EvalSample[] = [];
  for await (const { sample } of journalRows(path)) samples.push(sample);
  return samples;
}
