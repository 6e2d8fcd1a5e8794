/** Reads the values of a JSON-lines file, or of one large JSON array, one at a time. */
import { createReadStream } from 'node:fs';
import { DataFormatError } from '@parallax/lab';

/** No row of a set is larger; a file without row ends is not read into memory. */
export const MOST_ROW_BYTES = 256 << 20;

const [QUOTE, BACKSLASH, OPEN_LIST, CLOSE_LIST, OPEN, CLOSE, COMMA] = [...'"\\[]{},'].map((c) =>
  c.charCodeAt(0),
);

/**
 * Objects at the top of the file, or in its one outer array.
 * @throws DataFormatError `not-json` naming the row; `truncated` when the file ends inside one.
 */
export async function* readJsonValues(path: string): AsyncGenerator<{ row: number; value: unknown }> {
  let row = 0;
  let pieces: Buffer[] = [];
  let pending = 0;
  let depth = 0;
  let [inText, escaped, inArray, ended] = [false, false, false, false];
  for await (const chunk of createReadStream(path, { highWaterMark: 1 << 18 })) {
    // A binary stream without an encoding gives buffers.
    const bytes = chunk as Buffer;
    let start = depth > 0 ? 0 : -1;
    for (let at = 0; at < bytes.length; at++) {
      const byte = bytes[at]!;
      if (inText) {
        if (escaped) escaped = false;
        else if (byte === BACKSLASH) escaped = true;
        else if (byte === QUOTE) inText = false;
        continue;
      }
      if (depth === 0) {
        if (byte === OPEN && !ended) start = at;
        else if (byte === OPEN_LIST && !inArray && row === 0) {
          inArray = true;
          continue;
        } else if (byte === CLOSE_LIST && inArray && !ended) {
          ended = true;
          continue;
        } else if (
          byte <= 0x20 ||
          byte === 0xfe ||
          (byte === COMMA && inArray) ||
          isByteOrderMark(byte, row)
        ) {
          continue;
        } else throw notJson(path, row, 'something other than an object stands here');
      }
      if (byte === QUOTE) inText = true;
      else if (byte === OPEN || byte === OPEN_LIST) depth++;
      else if (byte === CLOSE || byte === CLOSE_LIST) {
        depth--;
        if (depth > 0) continue;
        pieces.push(bytes.subarray(start, at + 1));
        yield { row, value: parse(path, row, Buffer.concat(pieces)) };
        row++;
        pieces = [];
        pending = 0;
        start = -1;
      }
    }
    if (start < 0) continue;
    pieces.push(bytes.subarray(start));
    pending += bytes.length - start;
    if (pending > MOST_ROW_BYTES) throw notJson(path, row, `it is larger than ${MOST_ROW_BYTES} bytes`);
  }
  if (depth > 0 || (inArray && !ended)) {
    throw new DataFormatError('truncated', `${path} ends inside row ${row}.`, {
      remedy: 'Fetch or write the file again.',
    });
  }
}

function isByteOrderMark(byte: number, row: number): boolean {
  return row === 0 && (byte === 0xef || byte === 0xbb || byte === 0xbf);
}

function parse(path: string, row: number, bytes: Buffer): unknown {
  try {
    return JSON.parse(bytes.toString('utf8'));
  } catch (cause) {
    throw notJson(path, row, (cause as Error).message, cause);
  }
}

function notJson(path: string, row: number, why: string, cause?: unknown): DataFormatError {
  return new DataFormatError('not-json', `${path} row ${row} is not a JSON object: ${why}.`, {
    remedy: 'The file must hold one object a line, or one array of objects.',
    cause,
  });
}
