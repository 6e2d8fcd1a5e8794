/**
 * Reads what is new in a file of JSON lines that another process writes. The writer only appends, except that a
 * resumed run first cuts back what came after its last checkpoint; a fingerprint of the bytes before the old place
 * shows that, and the file is then read from its start.
 */
import { createHash } from 'node:crypto';
import { type FileHandle, open } from 'node:fs/promises';
import { DataFormatError } from '@parallax/lab';
import { parseRecord } from '@parallax/lab/node';
import type { z } from 'zod';

/** Place in a file: always the end of a whole line. */
export interface LinePlace {
  readonly offset: number;
  readonly lines: number;
  readonly tailSha256: string;
}

export const START: LinePlace = { offset: 0, lines: 0, tailSha256: createHash('sha256').digest('hex') };

export interface NewLines<T> {
  readonly items: readonly T[];
  /** Offset of the end of each item's line. */
  readonly ends: readonly number[];
  /** True when the file no longer continues the old place: `items` start at the first line. */
  readonly restarted: boolean;
  readonly place: LinePlace;
  /** A line that is not a record: reading stops before it, and stops there again next time. */
  readonly problem: DataFormatError | null;
  /** True when more whole lines may follow at once. */
  readonly more: boolean;
}

const TAIL_BYTES = 1024;
const CHUNK_BYTES = 8 * 1024 * 1024;

/** @returns null when the file does not exist. */
export async function readNewLines<S extends z.ZodType>(
  path: string,
  schema: S,
  from: LinePlace,
): Promise<NewLines<z.infer<S>> | null> {
  let file: FileHandle;
  try {
    file = await open(path, 'r');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
  try {
    const { size } = await file.stat();
    const continues = size >= from.offset && (await tailDigest(file, from.offset)) === from.tailSha256;
    const start = continues ? from : START;
    const chunk = await readAt(file, start.offset, Math.min(CHUNK_BYTES, size - start.offset));
    const parsed = parseLines(path, chunk, schema, start);
    const offset = parsed.ends.at(-1) ?? start.offset;
    return {
      ...parsed,
      restarted: !continues,
      place: {
        offset,
        lines: start.lines + parsed.items.length,
        tailSha256: await tailDigest(file, offset),
      },
      more: parsed.problem === null && parsed.items.length > 0 && start.offset + chunk.length < size,
    };
  } finally {
    await file.close();
  }
}

function parseLines<S extends z.ZodType>(path: string, chunk: Buffer, schema: S, start: LinePlace) {
  const items: z.infer<S>[] = [];
  const ends: number[] = [];
  let problem: DataFormatError | null = null;
  let at = 0;
  while (problem === null) {
    const end = chunk.indexOf(10, at);
    // Without its line break the line is still being written.
    if (end < 0) break;
    const where = `${path} line ${start.lines + items.length + 1}`;
    try {
      items.push(parseRecord(where, JSON.parse(chunk.toString('utf8', at, end)), schema));
      ends.push(start.offset + end + 1);
      at = end + 1;
    } catch (cause) {
      problem =
        cause instanceof DataFormatError
          ? cause
          : new DataFormatError('not-json', `${where} is not JSON.`, {
              remedy: 'Delete the line, or resume the run: it cuts the file back to its last checkpoint.',
              cause,
            });
    }
  }
  return { items, ends, problem };
}

async function tailDigest(file: FileHandle, offset: number): Promise<string> {
  const bytes = Math.min(TAIL_BYTES, offset);
  return createHash('sha256')
    .update(await readAt(file, offset - bytes, bytes))
    .digest('hex');
}

async function readAt(file: FileHandle, position: number, length: number): Promise<Buffer> {
  const buffer = Buffer.alloc(length);
  let done = 0;
  while (done < length) {
    const { bytesRead } = await file.read(buffer, done, length - done, position + done);
    if (bytesRead === 0) break;
    done += bytesRead;
  }
  return buffer.subarray(0, done);
}
