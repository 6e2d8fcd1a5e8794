/** Rows of a VLMEvalKit TSV: index, image, question, hint, A.., answer, category, split, l2-category, ... */
import { DataFormatError, DataInvalidError } from '@parallax/lab';
import type { BenchmarkRow } from '../benchmark.ts';
import { refuseDuplicates } from '../files/parse-rows.ts';
import { columnAsPandas, isMissing, type PandasValue, valueText } from '../pandas/pandas-column.ts';
import { readTable, type Table } from '../pandas/table.ts';

export interface VlmRow extends BenchmarkRow {
  /** Where it stands, for reading its pictures later. */
  readonly place: {
    readonly path: string;
    readonly columns: readonly string[];
    readonly row: number;
    readonly offset: number;
  };
  /** Row that holds its pictures: the harness lets a row name another one by its index. */
  readonly picturesAt: { readonly row: number; readonly offset: number };
  /** Cells as they stand in the file; the picture column is cut. */
  readonly cells: Readonly<Record<string, string>>;
  /** Letter -> value as pandas reads the column; missing options are absent. */
  readonly options: Readonly<Record<string, PandasValue>>;
  readonly answer: string;
}

export const LETTERS = [...'ABCDEFGHIJKLMNOPQRSTUVWXYZ'];
/** An image cell of at most so many characters is the index of another row. */
const MOST_REFERENCE_CHARACTERS = 64;
/** Columns of the official tables: all cells of one are filled, or none. */
const GROUP_COLUMNS = ['split', 'category', 'l2-category'];

/**
 * Rows in file order. As in the official code a row without a picture is left out.
 * @throws ConfigError `file-missing`; DataFormatError `missing-column` | `no-rows`; DataInvalidError `missing-answer` |
 * `missing-index` | `missing-category` | `missing-image` | `duplicate-id`.
 */
export async function readVlmRows(path: string, needed: readonly string[] = []): Promise<VlmRow[]> {
  const table = await readTable(path, ['index', 'question', 'answer', ...needed], ['image']);
  if (!table.columns.includes('image') && !table.columns.includes('image_path')) {
    throw new DataFormatError('missing-column', `${path} has neither "image" nor "image_path".`, {
      remedy: 'Give the file of this benchmark in its official layout.',
    });
  }
  const ids = idsOf(table);
  const rowOfId = new Map(ids.map((id, i) => [String(id), table.rows[i]!]));
  const letters = LETTERS.filter((letter) => table.columns.includes(letter));
  const columns = letters.map((letter) => columnAsPandas(table.rows.map(({ cells }) => cells[letter]!)));
  const rows: VlmRow[] = [];
  for (const [i, { row, offset, cells }] of table.rows.entries()) {
    const image = cells['image'];
    if (image !== undefined && isMissing(image)) continue;
    const where = `${path} row ${row} (index ${ids[i]})`;
    const shared = image !== undefined && image.length <= MOST_REFERENCE_CHARACTERS;
    const holder = shared ? rowOfId.get(image) : table.rows[i];
    if (holder === undefined) {
      throw new DataInvalidError(
        'missing-image',
        `${where}: its image is that of row "${image}", which is not there.`,
        {
          remedy: 'Fetch the file again; a cell of at most 64 characters names another row.',
        },
      );
    }
    if (isMissing(cells['answer']!)) {
      throw new DataInvalidError('missing-answer', `${where} has no answer.`, {
        remedy: 'Take a split with public answers.',
      });
    }
    const options = letters.map((letter, at) => [letter, columns[at]![i]!] as const);
    rows.push({
      id: ids[i]!,
      category: cells['category'] ?? 'all',
      groupId: shared ? image : String(ids[i]),
      place: { path, columns: table.columns, row, offset },
      picturesAt: { row: holder.row, offset: holder.offset },
      cells,
      options: Object.fromEntries(options.filter(([, value]) => value !== null)),
      answer: cells['answer']!,
    });
  }
  refuseDuplicates(path, rows);
  refuseHalfFilled(path, rows);
  return rows;
}

/** Whole numbers where all are, as in the official code. */
function idsOf({ path, rows }: Table): (number | string)[] {
  const values = columnAsPandas(rows.map(({ cells }) => cells['index']!));
  return values.map((value, i) => {
    if (value === null) {
      throw new DataInvalidError('missing-index', `${path} row ${rows[i]!.row} has no index.`, {
        remedy: 'Give every row an index of its own.',
      });
    }
    return typeof value === 'bigint' ? Number(value) : valueText(value)!;
  });
}

/** The official tables cannot be made of names and blanks together. */
function refuseHalfFilled(path: string, rows: readonly VlmRow[]): void {
  for (const name of GROUP_COLUMNS) {
    const blank = rows.find((row) => isMissing(groupCell(row, name) ?? ''));
    const filled = rows.some((row) => !isMissing(groupCell(row, name) ?? ''));
    if (!filled || blank === undefined) continue;
    throw new DataInvalidError(
      'missing-category',
      `${path}: row ${blank.id} has no ${name}, other rows have one.`,
      {
        remedy: `Fill the column ${name}, or leave it out.`,
      },
    );
  }
}

/** Cell of a column whatever the case of its name, as the official code lowers names before it counts. */
export function groupCell(row: VlmRow, name: string): string | undefined {
  const column = row.place.columns.findLast((candidate) => candidate.toLowerCase() === name);
  return column === undefined ? undefined : row.cells[column];
}

/** Options as the file has them, for the prompt and the strict reading; empty texts for letters that are skipped. */
export function optionTexts({ cells }: VlmRow): string[] {
  const texts = LETTERS.map((letter) => cells[letter] ?? '');
  return texts.slice(0, texts.findLastIndex((text) => text !== '') + 1);
}
