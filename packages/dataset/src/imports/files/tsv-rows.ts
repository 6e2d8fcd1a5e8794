/** Reads a TSV as pandas does: quotes matter at the start of a cell only, a doubled quote inside means one. */
import { isUtf8 } from 'node:buffer';
import { createReadStream } from 'node:fs';
import { DataFormatError } from '@parallax/lab';
import { MOST_ROW_BYTES } from './json-values.ts';

/** No table has more; a row is an object of its cells. */
const MOST_COLUMNS = 10_000;
const TAB = 9;
const NEWLINE = 10;
const RETURN = 13;
const QUOTE = 34;
const BYTE_ORDER_MARK = Buffer.from([0xef, 0xbb, 0xbf]);

export interface TsvRow {
  /** Counted from 0, the header not included. */
  readonly row: number;
  /** Byte at which the row starts, for reading it again. */
  readonly offset: number;
  readonly columns: readonly string[];
  readonly cells: Readonly<Record<string, string>>;
}

export interface TsvRange {
  readonly columns: readonly string[];
  readonly offset: number;
  readonly row: number;
}

/**
 * @param from a row to start at, with the columns of the header that is then not read.
 * @throws DataFormatError `wrong-cell-count`, `unclosed-quote`, `repeated-column`, `row-too-long`,
 * `too-many-columns`, `not-utf8`.
 */
export async function* readTsv(path: string, from?: TsvRange): AsyncGenerator<TsvRow> {
  let columns = from?.columns;
  let row = from?.row ?? 0;
  for await (const { offset, bytes } of readLines(path, from?.offset ?? 0)) {
    if (!isUtf8(bytes)) {
      const where = columns === undefined ? 'header' : `row ${row}`;
      throw formatError('not-utf8', path, where, 'holds bytes that are no UTF-8');
    }
    const cells = splitCells(bytes);
    if (columns === undefined) {
      columns = cells;
      if (cells.length > MOST_COLUMNS) {
        throw formatError('too-many-columns', path, 'header', `has ${cells.length} columns`);
      }
      if (new Set(cells).size < cells.length) {
        throw formatError('repeated-column', path, 'header', 'names a column twice');
      }
      continue;
    }
    if (cells.length === 1 && cells[0] === '') continue;
    if (cells.length !== columns.length) {
      throw formatError(
        'wrong-cell-count',
        path,
        `row ${row}`,
        `has ${cells.length} cells, the header ${columns.length}`,
      );
    }
    const known = columns;
    yield { row, offset, columns, cells: Object.fromEntries(cells.map((cell, i) => [known[i]!, cell])) };
    row++;
  }
}

async function* readLines(path: string, start: number): AsyncGenerator<{ offset: number; bytes: Buffer }> {
  let pieces: Buffer[] = [];
  let pending = 0;
  let offset = start;
  let position = start;
  let [quoted, cellStart, justClosed] = [false, true, false];
  let first = start === 0;
  for await (const chunk of createReadStream(path, { start, highWaterMark: 1 << 18 })) {
    // A binary stream without an encoding gives buffers.
    const data = chunk as Buffer;
    let from = first && data.subarray(0, 3).equals(BYTE_ORDER_MARK) ? 3 : 0;
    first = false;
    for (let at = from; at < data.length; at++) {
      const byte = data[at]!;
      if (byte === QUOTE) {
        if (quoted) [quoted, justClosed] = [false, true];
        else if (justClosed || cellStart) [quoted, justClosed] = [true, false];
        cellStart = false;
        continue;
      }
      justClosed = false;
      if (quoted) continue;
      cellStart = byte === TAB || byte === NEWLINE;
      if (byte !== NEWLINE) continue;
      yield { offset, bytes: Buffer.concat([...pieces, data.subarray(from, at)]) };
      pieces = [];
      pending = 0;
      from = at + 1;
      offset = position + from;
    }
    pieces.push(data.subarray(from));
    pending += data.length - from;
    position += data.length;
    if (pending > MOST_ROW_BYTES) {
      throw formatError(
        'row-too-long',
        path,
        `the row at byte ${offset}`,
        `is longer than ${MOST_ROW_BYTES} bytes`,
      );
    }
  }
  if (quoted)
    throw formatError('unclosed-quote', path, `the row at byte ${offset}`, 'opens a quote that never closes');
  const rest = Buffer.concat(pieces);
  if (rest.length > 0) yield { offset, bytes: rest };
}

function splitCells(bytes: Buffer): string[] {
  const end = bytes.at(-1) === RETURN ? bytes.length - 1 : bytes.length;
  const cells: string[] = [];
  let at = 0;
  while (at <= end) {
    let stop = at;
    if (bytes[at] === QUOTE) {
      stop = at + 1;
      while (stop < end && !(bytes[stop] === QUOTE && bytes[stop + 1] !== QUOTE)) {
        stop += bytes[stop] === QUOTE ? 2 : 1;
      }
      const inner = bytes.toString('utf8', at + 1, Math.min(stop, end)).replaceAll('""', '"');
      const tab = bytes.indexOf(TAB, stop);
      const next = tab < 0 || tab > end ? end : tab;
      cells.push(inner + bytes.toString('utf8', Math.min(stop + 1, end), next));
      at = next + 1;
    } else {
      const tab = bytes.indexOf(TAB, at);
      stop = tab < 0 || tab > end ? end : tab;
      cells.push(bytes.toString('utf8', at, stop));
      at = stop + 1;
    }
  }
  return cells;
}

function formatError(code: string, path: string, where: string, what: string): DataFormatError {
  return new DataFormatError(code, `${path}: ${where} ${what}.`, {
    remedy: 'Write the file with a library that quotes tabs, quotes and line ends.',
  });
}
