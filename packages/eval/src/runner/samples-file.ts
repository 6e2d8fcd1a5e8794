/**
 * samples.jsonl as a journal: lines are appended in the order of completion and synced to disk before the next
 * batch counts as done, so that kill -9 loses at most what was still being asked.
 */
import { type FileHandle, open, readFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { DataFormatError } from '@parallax/lab';
import { describeWriteFailure, parseRecord, sha256, syncFolder } from '@parallax/lab/node';
import { type EvalSample, EvalSampleSchema } from '../schema.ts';

export class SamplesFile {
  readonly path: string;
  readonly #handle: FileHandle;

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

  /** Durable when it returns. @throws LabError `disk-full`. */
  async append(samples: readonly EvalSample[]): Promise<void> {
    if (samples.length === 0) return;
    try {
      await this.#handle.appendFile(encodeSamples(samples));
      await this.#handle.datasync();
    } catch (cause) {
      throw describeWriteFailure(this.path, cause);
    }
  }

  async close(): Promise<void> {
    await this.#handle.close();
  }
}

export function encodeSamples(samples: readonly EvalSample[]): string {
  return samples.map((sample) => `${JSON.stringify(sample)}\n`).join('');
}

/**
 * Digest of what was answered: the lines with the latency set to zero, since time is not content. Two runs of one
 * evaluation, interrupted or not, have the same digest.
 */
export function samplesDigest(samples: readonly EvalSample[]): string {
  return sha256(encodeSamples(samples.map((sample) => ({ ...sample, latencyMs: 0 }))));
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
