/** Passes of a shard's views as one Parquet file: a row a view, PNG bytes in plain binary columns. */
import { parquetWriteBuffer } from 'hyparquet-writer';
import { type PassName, PassNameSchema, type PassRow } from './pass-row.ts';

/** A view's passes are read on their own, so groups are small. */
const ROW_GROUP_ROWS = 16;

/** The same rows give the same bytes. Columns: view_id, depth, normals, mask, coordinates, objects (JSON). */
export function encodePassRows(rows: readonly PassRow[]): Uint8Array {
  const text = (name: string) =>
    ({ name, type: 'BYTE_ARRAY', converted_type: 'UTF8', repetition_type: 'OPTIONAL' }) as const;
  const binary = (name: string) => ({ name, type: 'BYTE_ARRAY', repetition_type: 'OPTIONAL' }) as const;
  const names: readonly PassName[] = PassNameSchema.options;
  return new Uint8Array(
    parquetWriteBuffer({
      columnData: [
        { name: 'view_id', data: rows.map(({ viewId }) => viewId) },
        // PNG files do not shrink further, and their minimum and maximum say nothing.
        ...names.map((name) => ({
          name,
          data: rows.map((row) => row[name]),
          codec: 'UNCOMPRESSED' as const,
          statistics: false,
        })),
        { name: 'objects', data: rows.map(({ objects }) => JSON.stringify(objects)), statistics: false },
      ],
      schema: [
        { name: 'root', num_children: names.length + 2 },
        text('view_id'),
        ...names.map(binary),
        text('objects'),
      ],
      rowGroupSize: ROW_GROUP_ROWS,
      createdBy: 'parallax',
    }),
  );
}
