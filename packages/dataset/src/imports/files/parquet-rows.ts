/** Reads the rows of any Parquet file, some at a time. */
import { open, stat } from 'node:fs/promises';
import { DataFormatError } from '@parallax/lab';
import { type AsyncBuffer, parquetMetadataAsync, parquetReadObjects } from 'hyparquet';
import { compressors } from 'hyparquet-compressors';

const ROWS_AT_ONCE = 64;

/**
 * @param start row to start at; `row` still counts from the file's first one.
 * @throws DataFormatError `not-parquet`, naming the file.
 */
export async function* readParquetRows(
  path: string,
  start = 0,
): AsyncGenerator<{ row: number; value: Record<string, unknown> }> {
  const { size } = await stat(path);
  const file = bufferOf(path, size);
  const metadata = await guarded(path, () => parquetMetadataAsync(file));
  const total = Number(metadata.num_rows);
  for (let rowStart = start; rowStart < total; rowStart += ROWS_AT_ONCE) {
    const rowEnd = Math.min(rowStart + ROWS_AT_ONCE, total);
    // utf8: false leaves pictures as bytes; columns marked as text become strings all the same.
    const rows = await guarded(path, () =>
      parquetReadObjects({ file, metadata, compressors, rowStart, rowEnd, utf8: false }),
    );
    for (const [i, value] of rows.entries()) yield { row: rowStart + i, value };
  }
}

function bufferOf(path: string, byteLength: number): AsyncBuffer {
  return {
    byteLength,
    slice: async (start, end = byteLength) => {
      const handle = await open(path, 'r');
      try {
        const bytes = new Uint8Array(Math.max(0, end - start));
        await handle.read(bytes, 0, bytes.length, start);
        return bytes.buffer;
      } finally {
        await handle.close();
      }
    },
  };
}

async function guarded<T>(path: string, action: () => Promise<T>): Promise<T> {
  try {
    return await action();
  } catch (cause) {
    throw new DataFormatError(
      'not-parquet',
      `${path} cannot be read as Parquet (${(cause as Error).message}).`,
      {
        remedy: 'Fetch or write the file again.',
        cause,
      },
    );
  }
}
