/** Lines of a file of any size, checked to be UTF-8, with JSON texts too long to be of use cut on the way. */
import { createReadStream } from 'node:fs';
import { DataFormatError } from '@parallax/lab';

export interface Line {
  readonly text: string;
  /** Counts from 1, blank lines included. */
  readonly line: number;
}

const NEWLINE = 10;
const [QUOTE, BACKSLASH, U] = [34, 92, 117];
/** A line is looked at byte by byte from this size on. */
const LONG_LINE_BYTES = 1 << 18;
/** No line, or what is left of it after cutting, may be larger. */
const MOST_LINE_BYTES = 64 << 20;

/**
 * @param longestText strings inside the lines' JSON are cut behind so many UTF-16 units; none is cut without it, nor in
 * a line of less than 256 KiB.
 * @throws DataFormatError `not-utf8` | `line-too-long` naming the line; what the file system throws.
 */
export async function* readLines(path: string, longestText = Number.POSITIVE_INFINITY): AsyncGenerator<Line> {
  let line = 1;
  let kept: Buffer[] = [];
  let bytes = 0;
  let cutter: TextCutter | null = null;
  const keep = (piece: Buffer): void => {
    bytes += piece.length;
    if (cutter === null) kept.push(piece);
    else kept.push(...cutter.pass(piece));
    if (cutter === null && bytes > LONG_LINE_BYTES && Number.isFinite(longestText)) {
      cutter = new TextCutter(longestText);
      kept = cutter.pass(Buffer.concat(kept));
    }
    if (bytes > MOST_LINE_BYTES && sizeOf(kept) > MOST_LINE_BYTES) {
      throw new DataFormatError('line-too-long', `${path}:${line} is longer than ${MOST_LINE_BYTES} bytes.`, {
        remedy: 'Write one record a line, each line ended by a line feed.',
      });
    }
  };
  const take = (): Line => {
    const text = decode(path, line, kept);
    kept = [];
    bytes = 0;
    cutter = null;
    return { text, line };
  };
  for await (const chunk of createReadStream(path, { highWaterMark: 1 << 18 })) {
    // A binary stream without an encoding gives buffers.
    const data = chunk as Buffer;
    let from = 0;
    // Only \n ends a line: node:readline would also cut at U+2028, which may stand inside a JSON string.
    for (let end = data.indexOf(NEWLINE); end >= 0; end = data.indexOf(NEWLINE, from)) {
      keep(data.subarray(from, end));
      yield take();
      line++;
      from = end + 1;
    }
    keep(data.subarray(from));
  }
  if (bytes > 0) yield take();
}

function sizeOf(pieces: readonly Buffer[]): number {
  return pieces.reduce((sum, { length }) => sum + length, 0);
}

function decode(path: string, line: number, pieces: readonly Buffer[]): string {
  try {
    const text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(
      pieces.length === 1 ? pieces[0] : Buffer.concat(pieces),
    );
    return line === 1 ? text.replace(/^\ufeff/, '') : text;
  } catch (cause) {
    throw new DataFormatError('not-utf8', `${path}:${line} holds bytes that are no UTF-8.`, {
      remedy: 'Save the file as UTF-8.',
      cause,
    });
  }
}

/** Drops what stands in a JSON string behind its longest length; the rest stays valid JSON. */
class TextCutter {
  readonly #longest: number;
  #inText = false;
  #escaped = false;
  #hexLeft = 0;
  #units = 0;
  #dropping = false;

  constructor(longest: number) {
    this.#longest = longest;
  }

  pass(data: Buffer): Buffer[] {
    const kept: Buffer[] = [];
    let from = this.#dropping ? data.length : 0;
    for (let at = 0; at < data.length; at++) {
      const byte = data[at]!;
      if (!this.#inText) {
        if (byte === QUOTE) [this.#inText, this.#units] = [true, 0];
      } else if (this.#hexLeft > 0) this.#hexLeft--;
      else if (this.#escaped) {
        this.#escaped = false;
        if (byte === U) this.#hexLeft = 4;
      } else if (byte === QUOTE) {
        if (this.#dropping) from = at;
        [this.#inText, this.#dropping] = [false, false];
      } else {
        if (!this.#dropping && isLead(byte)) {
          if (this.#units >= this.#longest) {
            kept.push(data.subarray(from, at));
            [this.#dropping, from] = [true, data.length];
          } else this.#units += byte >= 0xf0 ? 2 : 1;
        }
        this.#escaped = byte === BACKSLASH;
      }
    }
    if (!this.#dropping) kept.push(data.subarray(from));
    return kept;
  }
}

/** The first byte of a character. */
function isLead(byte: number): boolean {
  return byte < 0x80 || byte >= 0xc0;
}
