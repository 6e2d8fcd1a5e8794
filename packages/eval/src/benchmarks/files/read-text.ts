/** Text files of a benchmark folder. */
import { readFile } from 'node:fs/promises';
import { ConfigError, DataFormatError } from '@parallax/lab';
import { readLines } from './read-lines.ts';

/** @throws ConfigError `file-missing`; DataFormatError `not-utf8` | `file-too-large`. */
async function readText(path: string): Promise<string> {
  const bytes = await readFile(path).catch((cause) => {
    throw describeMissing(path, cause);
  });
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch (cause) {
    if (!(cause instanceof TypeError)) throw cause;
    throw new DataFormatError('not-utf8', `${path} holds bytes that are no UTF-8.`, {
      remedy: "Fetch the benchmark's file again.",
      cause,
    });
  }
}

/** @throws as `readText`; DataFormatError `not-json`. */
export async function readJson(path: string): Promise<unknown> {
  const text = await readText(path);
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new DataFormatError('not-json', `${path} is not JSON: ${(cause as Error).message.slice(0, 200)}.`, {
      remedy: "Fetch the benchmark's file again.",
      cause,
    });
  }
}

export interface JsonLine {
  readonly value: unknown;
  /** Counts from 1, blank lines included. */
  readonly line: number;
}

/**
 * One line at a time: the file may be larger than a string may be.
 * @param longestText see `readLines`.
 * @throws ConfigError `file-missing`; DataFormatError `not-json` naming the line, and those of `readLines`.
 */
export async function* readJsonLines(path: string, longestText?: number): AsyncGenerator<JsonLine> {
  const lines = readLines(path, longestText);
  try {
    for (;;) {
      const next = await lines.next().catch((cause: unknown) => {
        throw describeMissing(path, cause);
      });
      if (next.done === true) return;
      const { text, line } = next.value;
      if (text.trim() !== '') yield { value: parseLine(path, line, text), line };
    }
  } finally {
    await lines.return(undefined);
  }
}

function parseLine(path: string, line: number, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new DataFormatError(
      'not-json',
      `${path}:${line} is not JSON: ${(cause as Error).message.slice(0, 200)}.`,
      {
        remedy: 'Every line must be one JSON object; the last line may be cut off.',
        cause,
      },
    );
  }
}

function describeMissing(path: string, cause: unknown): unknown {
  const code = (cause as NodeJS.ErrnoException).code;
  if (code === 'ERR_FS_FILE_TOO_LARGE') {
    return new DataFormatError('file-too-large', `${path} is larger than a file that is read whole may be.`, {
      remedy: 'Give the file of the benchmark in its official layout.',
      cause,
    });
  }
  if (code !== 'ENOENT' && code !== 'EISDIR' && code !== 'ENOTDIR') return cause;
  return new ConfigError('file-missing', `${path} ${code === 'EISDIR' ? 'is a folder' : 'does not exist'}.`, {
    remedy: 'Check the path; the layout of each benchmark is the official one.',
    cause,
  });
}
