/** JSON as Python writes it: with NaN and Infinity, which the standard does not have. */
import { readFileSync, statSync } from 'node:fs';
import { DataFormatError } from '@parallax/lab';

/**
 * NaN and infinities come back as the strings "NaN", "Infinity" and "-Infinity", so that the record in which they stand
 * can be named.
 * @throws SyntaxError for anything else that is not JSON.
 */
export function parseTolerantJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    const tolerant = text.replaceAll(/(?<=[[:,\s])(NaN|-?Infinity)(?=[\s,\]}])/g, '"$1"');
    if (tolerant === text) throw error;
    return JSON.parse(tolerant);
  }
}

/** Beyond it a file of poses is something else: 256 MiB hold a million of them. */
const MAX_BYTES = 1 << 28;

/** @throws DataFormatError `not-json`, `too-large` or `file-unreadable` naming the file. */
export function readTolerantJson(path: string): unknown {
  const text = readText(path);
  try {
    return parseTolerantJson(text);
  } catch (cause) {
    throw new DataFormatError('not-json', `${path} is not JSON: ${(cause as Error).message}.`, {
      remedy: 'Restore the file, or export the poses again.',
      cause,
    });
  }
}

function readText(path: string): string {
  try {
    const { size } = statSync(path);
    if (size <= MAX_BYTES) return readFileSync(path, 'utf8');
    throw new DataFormatError('too-large', `${path} has ${size} bytes, too many for a file of poses.`, {
      remedy: 'Split the capture.',
    });
  } catch (cause) {
    if (cause instanceof DataFormatError) throw cause;
    throw new DataFormatError('file-unreadable', `${path} cannot be read: ${(cause as Error).message}.`, {
      remedy: 'Restore the file, or make it readable.',
      cause,
    });
  }
}

/** True for the stand-ins of `parseTolerantJson` in a value, a list of values, or a matrix of them. */
export function holdsNonFinite(value: unknown, levels = 2): boolean {
  if (Array.isArray(value)) return levels > 0 && value.some((item) => holdsNonFinite(item, levels - 1));
  return value === 'NaN' || value === 'Infinity' || value === '-Infinity';
}
