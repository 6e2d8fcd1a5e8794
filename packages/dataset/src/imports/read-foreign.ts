/** Rows of a foreign set, one at a time, whatever its files are. What `evaluate` needs of a benchmark's files is here. */
import { readdir, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { ConfigError, DataInvalidError } from '@parallax/lab';
import type { ExportFormatName } from '../exports/export-record.ts';
import { readJsonValues } from './files/json-values.ts';
import { readParquetRows } from './files/parquet-rows.ts';
import { readTsv, type TsvRange } from './files/tsv-rows.ts';
import type { ForeignRow } from './foreign-row.ts';
import { importFormats } from './formats/registry.ts';
import { MOST_REFERENCE_CHARACTERS } from './formats/vlmevalkit.ts';

export interface ForeignEntry {
  /** File and row, for messages. */
  readonly where: string;
  readonly file: string;
  /** @throws DataFormatError or DataInvalidError when the row cannot be used. */
  decode(): ForeignRow;
}

/** The folder of a set and its files with rows, in the order of their names. */
export async function findRowFiles(
  format: ExportFormatName,
  from: string,
): Promise<{ readonly root: string; readonly files: readonly string[] }> {
  const info = await stat(from).catch(() => null);
  if (info === null) {
    throw new ConfigError('no-such-set', `${from} does not exist.`, { remedy: 'Check the path.' });
  }
  if (info.isFile()) return { root: dirname(from), files: [basename(from)] };
  const names = (await readdir(from)).filter((name) => importFormats[format].isRowFile(name)).sort();
  if (names.length > 0) return { root: from, files: names };
  throw new ConfigError('no-such-set', `${from} holds no ${format} file.`, {
    remedy: 'Name the file itself, or choose another format.',
  });
}

/** @throws DataFormatError when the file itself is broken. */
export async function* readForeignRows(
  format: ExportFormatName,
  root: string,
  file: string,
): AsyncGenerator<ForeignEntry> {
  const { container, decode } = importFormats[format];
  const path = join(root, file);
  const rows =
    container === 'tsv'
      ? readTable(path)
      : container === 'json'
        ? readJsonValues(path)
        : readParquetRows(path);
  for await (const { row, value } of rows) {
    const where = `${file} row ${row}`;
    yield { where, file, decode: () => decode(unlessError(value), where) };
  }
}

/** TSV rows whose `image` names another row get that row's pictures. */
async function* readTable(path: string): AsyncGenerator<{ row: number; value: unknown }> {
  const references = await findReferences(path);
  for await (const { row, cells } of readTsv(path)) {
    const image = cells['image'];
    if (image === undefined || !isReference(image)) {
      yield { row, value: cells };
      continue;
    }
    const place = references.get(image);
    if (place === undefined) {
      yield { row, value: noSuchRow(`${basename(path)} row ${row}`, image) };
      continue;
    }
    for await (const other of readTsv(path, place)) {
      yield { row, value: { ...cells, image: other.cells['image'] } };
      break;
    }
  }
}

/** Index -> place of the rows that others refer to; nothing is kept of the rest. */
async function findReferences(path: string): Promise<Map<string, TsvRange>> {
  const wanted = new Set<string>();
  for await (const { cells } of readTsv(path)) {
    const image = cells['image'];
    if (image !== undefined && isReference(image)) wanted.add(image);
  }
  const places = new Map<string, TsvRange>();
  if (wanted.size === 0) return places;
  for await (const { row, offset, columns, cells } of readTsv(path)) {
    const { index = '', image = '' } = cells;
    if (wanted.has(index) && !isReference(image)) {
      places.set(index, { columns, offset, row });
    }
  }
  return places;
}

function noSuchRow(where: string, index: string): DataInvalidError {
  return new DataInvalidError('missing-image', `${where}: no row with a picture has the index "${index}".`, {
    remedy: 'Fetch the whole file; the row that holds the picture is missing.',
  });
}

/** One bad row does not end the reading: its error waits until the row is decoded. */
function unlessError(value: unknown): unknown {
  if (value instanceof Error) throw value;
  return value;
}

function isReference(image: string): boolean {
  return image !== '' && image.length <= MOST_REFERENCE_CHARACTERS && !image.startsWith('[');
}

/** Refuses an id that has been there before. */
export function createIdCheck(): (id: string, where: string) => void {
  const seen = new Set<string>();
  return (id, where) => {
    if (seen.has(id)) {
      throw new DataInvalidError('duplicate-id', `${where}: the id "${id}" was there before.`, {
        remedy: 'Give every row an id of its own.',
      });
    }
    seen.add(id);
  };
}
