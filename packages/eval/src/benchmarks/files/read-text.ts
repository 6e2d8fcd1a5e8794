/** Text files of a benchmark folder. */
import { createReadStream } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { ConfigError, DataFormatError } from '@parallax/lab';

/** @throws ConfigError `file-missing`. */
export async function readText(path: string): Promise<string> {
  try {
    return (await readFile(path, 'utf8')).replace(/^\ufeff/, '');
  } catch (cause) {
    throw describeMissing(path, cause);
  }
}

/** @throws ConfigError `file-missing`; DataFormatError `not-json`. */
export async function readJson(path: string): Promise<unknown> {
  const text = await readText(path);
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new DataFormatError('not-json', `${path} is not JSON: ${(cause as Error).message}.`, {
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

/** One line at a time: the file may be larger than a string may be. @throws as `readJson`, naming the line. */
export async function* readJsonLines(path: string): AsyncGenerator<JsonLine> {
  let line = 0;
  let held = '';
  try {
    for await (const chunk of createReadStream(path, 'utf8')) {
      // Only \n ends a line: node:readline would also cut at U+2028, which may stand inside a JSON string.
      const parts = String(chunk).split('\n');
      parts[0] = held + parts[0];
      held = parts.pop() ?? '';
      for (const part of parts) {
        line++;
        if (part.trim() !== '') yield { value: parseLine(path, line, part), line };
      }
    }
  } catch (cause) {
    throw describeMissing(path, cause);
  }
  if (held.trim() !== '') yield { value: parseLine(path, line + 1, held), line: line + 1 };
}

function parseLine(path: string, line: number, text: string): unknown {
  try {
    return JSON.parse(line === 1 ? text.replace(/^\ufeff/, '') : text);
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
  if (code !== 'ENOENT' && code !== 'EISDIR' && code !== 'ENOTDIR') return cause;
  return new ConfigError('file-missing', `${path} ${code === 'EISDIR' ? 'is a folder' : 'does not exist'}.`, {
    remedy: 'Check the path; the layout of each benchmark is the official one.',
    cause,
  });
}
