/** Reads one Parquet shard, row group by row group. */
import { open, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { DataFormatError } from '@parallax/lab';
import { parseRecord, sha256OfFile } from '@parallax/lab/node';
import { type AsyncBuffer, type FileMetaData, parquetMetadataAsync, parquetReadObjects } from 'hyparquet';
import { compressors } from 'hyparquet-compressors';
import {
  type ImageReference,
  ImageReferenceSchema,
  type Question,
  QuestionSchema,
  type ShardEntry,
} from '../../schema.ts';

/** Rows [start, end) of one row group. */
export interface RowGroupRange {
  readonly start: number;
  readonly end: number;
}

export interface ShardFile {
  readonly groups: readonly RowGroupRange[];
  /** Values of one text column for a range of rows: cheap, the pictures stay on disk. */
  readText(column: string, range: RowGroupRange): Promise<string[]>;
  /** The same of a column of lists. */
  readTexts(column: string, range: RowGroupRange): Promise<string[][]>;
  /** Which rows of a range have a value in a column. */
  readPresence(column: string, range: RowGroupRange): Promise<boolean[]>;
  /** Each is parsed at its first use: parsing costs several times the reading. Rows count from the range's start. */
  readQuestions(range: RowGroupRange): Promise<{ readonly bytes: number; at(row: number): Question }>;
  /** Encoded pictures, or what refers to them where the shard does not hold them. */
  readImages(range: RowGroupRange): Promise<(StoredImages | ReferencedImages)[]>;
}

/** The pictures of one row. */
export interface StoredImages {
  readonly bytes: readonly Uint8Array[];
}
export interface ReferencedImages {
  readonly references: readonly ImageReference[];
}

/**
 * Opens a shard after checking size and digest against the manifest.
 * @throws DataFormatError `damaged-shard`, naming the file.
 */
export async function openShardFile(folder: string, entry: ShardEntry): Promise<ShardFile> {
  const path = join(folder, entry.path);
  await checkDigest(path, entry);
  const file = bufferOf(path, entry.bytes);
  const metadata = await guarded(path, () => parquetMetadataAsync(file));
  const groups = rowGroupRanges(metadata);
  const hasLenses = metadata.schema.some((element) => element.name === 'lenses');
  const read = async (column: string, range: RowGroupRange): Promise<unknown[]> => {
    const { start: rowStart, end: rowEnd } = range;
    // utf8: false leaves the pictures as bytes; columns marked as text become strings all the same.
    const options = { file, metadata, compressors, columns: [column], rowStart, rowEnd, utf8: false };
    const rows = await guarded(path, () => parquetReadObjects(options));
    return rows.map((row) => row[column]);
  };
  const parse = (row: number, text: unknown): Question => {
    const value = parseJson(path, row, text);
    parseRecord(`${path} row ${row}`, value, QuestionSchema);
    // Just checked. As it was written, keys in their order: writing the row again gives the same bytes.
    return value as Question;
  };
  return {
    groups,
    readText: async (column, range) => (await read(column, range)).map(String),
    readTexts: async (column, range) =>
      (await read(column, range)).map((list) => (list as unknown[]).map(String)),
    readPresence: async (column, range) => (await read(column, range)).map((value) => value != null),
    readQuestions: async (range) => {
      const texts = await read('record', range);
      const parsed: Question[] = [];
      const bytes = texts.reduce<number>((sum, text) => sum + String(text).length, 0);
      return {
        bytes,
        at: (row) => {
          if (parsed[row] === undefined) {
            parsed[row] = parse(range.start + row, texts[row]);
            texts[row] = null;
          }
          return parsed[row];
        },
      };
    },
    readImages: async (range) => {
      // The writer's own layout, whose digest was checked above: a list of {bytes, path}.
      const lists = (await read('images', range)) as { bytes?: Uint8Array | null; path: string }[][];
      if (!hasLenses) return lists.map((list) => ({ bytes: list.map((image) => image.bytes!) }));
      const lenses = (await read('lenses', range)) as unknown[][];
      return lists.map((list, row) => ({
        references: list.map(({ path: picture }, i) =>
          parseRecord(
            `${path} row ${range.start + row}`,
            { path: picture, lens: parseJson(path, range.start + row, lenses[row]?.[i]) },
            ImageReferenceSchema,
          ),
        ),
      }));
    },
  };
}

/** Positioned reads; nothing stays open between them, so a data set of many shards holds no file handles. */
function bufferOf(path: string, byteLength: number): AsyncBuffer {
  return {
    byteLength,
    slice: async (start, end = byteLength) => {
      const handle = await open(path, 'r');
      try {
        const bytes = new Uint8Array(end - start);
        const { bytesRead } = await handle.read(bytes, 0, bytes.length, start);
        if (bytesRead < bytes.length) throw damaged(path, 'became shorter while it was read');
        return bytes.buffer;
      } finally {
        await handle.close();
      }
    },
  };
}

async function checkDigest(path: string, entry: ShardEntry): Promise<void> {
  const size = await stat(path).then(
    (info) => info.size,
    () => null,
  );
  if (size === null) throw damaged(path, 'is missing');
  if (size !== entry.bytes) throw damaged(path, `has ${size} bytes instead of ${entry.bytes}`);
  if ((await sha256OfFile(path)) !== entry.sha256) throw damaged(path, 'does not fit its digest');
}

function damaged(path: string, what: string, cause?: unknown): DataFormatError {
  return new DataFormatError('damaged-shard', `${path} ${what}.`, {
    remedy:
      'Run the command that made this data set again: it makes damaged shards anew and keeps the others.',
    cause,
  });
}

async function guarded<T>(path: string, action: () => Promise<T>): Promise<T> {
  try {
    return await action();
  } catch (cause) {
    throw damaged(path, `cannot be read as Parquet (${(cause as Error).message})`, cause);
  }
}

function parseJson(path: string, row: number, text: unknown): unknown {
  try {
    return JSON.parse(String(text));
  } catch (cause) {
    throw damaged(path, `holds no JSON record in row ${row}`, cause);
  }
}

function rowGroupRanges(metadata: FileMetaData): RowGroupRange[] {
  let start = 0;
  return metadata.row_groups.map((group) => {
    const range = { start, end: start + Number(group.num_rows) };
    start = range.end;
    return range;
  });
}
