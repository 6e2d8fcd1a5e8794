/** A TSV in the official layout, without its pictures: those stay in the file until a row is put to a model. */

import { readTsv } from '@parallax/dataset/files';
import { DataFormatError } from '@parallax/lab';
import { requireFile } from '../files/require-file.ts';

export interface TableRow {
  /** From 0, the header not counted. */
  readonly row: number;
  /** Byte where the row starts. */
  readonly offset: number;
  /** Cells as they stand in the file; those of `heavy` columns are cut to `HEAVY_CHARACTERS`. */
  readonly cells: Readonly<Record<string, string>>;
}

export interface Table {
  readonly path: string;
  readonly columns: readonly string[];
  readonly rows: readonly TableRow[];
}

/** Columns, and characters of a column's name, that a message shows. */
const MOST_SHOWN = 30;
/** Enough to tell the index of another row from a picture. */
const HEAVY_CHARACTERS = 65;

/**
 * @param needed columns that must be there
 * @param heavy columns of pictures, cut so that a file of gigabytes fits into memory
 * @throws DataFormatError `missing-column` | `no-rows` and those of `readTsv`; ConfigError `file-missing`.
 */
export async function readTable(
  path: string,
  needed: readonly string[],
  heavy: readonly string[] = [],
): Promise<Table> {
  await requireFile(path);
  const rows: TableRow[] = [];
  let columns: readonly string[] = [];
  for await (const { row, offset, cells, columns: header } of readTsv(path)) {
    if (rows.length === 0) {
      columns = header;
      requireColumns(path, header, needed);
    }
    // JSON makes a copy of its own: a slice would keep the whole file's text alive.
    const light = heavy
      .filter((name) => cells[name] !== undefined)
      .map((name) => [name, JSON.parse(JSON.stringify(cells[name]!.slice(0, HEAVY_CHARACTERS)))]);
    rows.push({ row, offset, cells: { ...cells, ...Object.fromEntries(light) } });
  }
  if (rows.length === 0) {
    throw new DataFormatError('no-rows', `${path} holds no rows.`, { remedy: 'Fetch the file again.' });
  }
  return { path, columns, rows };
}

function requireColumns(path: string, columns: readonly string[], needed: readonly string[]): void {
  const missing = needed.filter((name) => !columns.includes(name));
  if (missing.length === 0) return;
  throw new DataFormatError(
    'missing-column',
    `${path} has no column ${missing.map((name) => `"${name}"`).join(', ')}; it has ${shown(columns)}.`,
    { remedy: 'Give the file of this benchmark in its official layout.' },
  );
}

function shown(columns: readonly string[]): string {
  const names = columns.slice(0, MOST_SHOWN).map((name) => name.slice(0, MOST_SHOWN));
  return `${names.join(', ')}${columns.length > MOST_SHOWN ? ` and ${columns.length - MOST_SHOWN} more` : ''}`;
}
