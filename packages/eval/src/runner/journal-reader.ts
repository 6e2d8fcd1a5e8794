/** Reads samples.jsonl a row at a time: a log of any length takes the memory of a block. */
import { type FileHandle, open } from 'node:fs/promises';
import { DataFormatError } from '@parallax/lab';
import { parseRecord } from '@parallax/lab/node';
import { type EvalSample, EvalSampleSchema } from '../schema.ts';

const BLOCK_BYTES = 1024 * 1024;
const LINE_BREAK = 10;

/** Where a row lies in the file, in bytes, its line break included. */
export interface RowPlace {
  readonly start: number;
  readonly length: number;
}

/**
 * The rows of a finished or half-finished journal; none where there is no file. A torn last line is left out.
 * @throws DataFormatError `damaged-journal` when a line before the last is not a sample.
 */
export async function* journalRows(path: string): AsyncGenerator<RowPlace & { sample: EvalSample }> {
  let handle: FileHandle;
  try {
    handle = await open(path, 'r');
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'ENOENT') return;
    throw cause;
  }
  try {
    let rest: Buffer = Buffer.alloc(0);
    let restAt = 0;
    let row = 0;
    let broken: DataFormatError | null = null;
    const chunks = handle.createReadStream({ highWaterMark: BLOCK_BYTES, autoClose: false });
    for await (const chunk of chunks as AsyncIterable<Buffer>) {
      const block = rest.length === 0 ? chunk : Buffer.concat([rest, chunk]);
      let from = 0;
      for (let end = block.indexOf(LINE_BREAK); end >= 0; end = block.indexOf(LINE_BREAK, from)) {
        if (broken !== null) throw broken; // only the last line may be torn
        row++;
        const value = parsed(block.toString('utf8', from, end), `${path} row ${row}`);
        if (value instanceof DataFormatError) broken = value;
        else {
          const sample = parseRecord(`${path} row ${row}`, value, EvalSampleSchema);
          yield { sample, start: restAt + from, length: end + 1 - from };
        }
        from = end + 1;
      }
      rest = block.subarray(from);
      restAt += from;
    }
    // Without its line break the last line was being written when the process died.
    if (broken !== null && rest.length > 0) throw broken;
  } finally {
    await handle.close();
  }
}

function parsed(line: string, where: string): unknown {
  try {
    return JSON.parse(line);
  } catch (cause) {
    return new DataFormatError('damaged-journal', `${where} is not JSON.`, {
      remedy: 'Delete the row (its sample is asked again) or the file.',
      cause,
    });
  }
}

/** Rows by place. Neighbours come from one read, since a journal is nearly in task order. */
export class RowWindow {
  readonly #handle: FileHandle;
  readonly #where: string;
  #bytes: Buffer = Buffer.alloc(0);
  #from = 0;

  constructor(handle: FileHandle, where: string) {
    this.#handle = handle;
    this.#where = where;
  }

  /**
   * The row as it lies in the file; a view of the block that was read.
   * @throws DataFormatError `damaged-journal` when the file was changed meanwhile and there is no such sample any more.
   */
  async read(sampleId: string, { start, length }: RowPlace): Promise<{ sample: EvalSample; line: Buffer }> {
    if (start < this.#from || start + length > this.#from + this.#bytes.length) {
      this.#from = Math.max(0, start - BLOCK_BYTES / 4);
      const size = start - this.#from + Math.max(length, BLOCK_BYTES);
      const buffer = Buffer.allocUnsafe(size);
      const { bytesRead } = await this.#handle.read(buffer, 0, size, this.#from);
      this.#bytes = buffer.subarray(0, bytesRead);
    }
    const at = start - this.#from;
    const line = this.#bytes.subarray(at, at + length);
    const value = parsed(line.toString('utf8'), this.#where);
    if (value instanceof DataFormatError) throw value;
    // It was validated when the journal was opened, or written by this process.
    const sample = value as EvalSample;
    if (sample?.sampleId !== sampleId) {
      throw new DataFormatError('damaged-journal', `${this.#where} was changed while the evaluation ran.`, {
        remedy: 'Give the same command again: it reads the file anew.',
      });
    }
    return { sample, line };
  }
}
