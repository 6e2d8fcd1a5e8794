/** Reads the passes of a data set, view by view. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { DataFormatError } from '@parallax/lab';
import { parseRecord, sha256 } from '@parallax/lab/node';
import { parquetReadObjects } from 'hyparquet';
import { compressors } from 'hyparquet-compressors';
import type { DatasetManifest } from '../schema.ts';
import { type PassRow, PassRowSchema } from './pass-row.ts';

/**
 * Passes of all views, shard by shard; nothing for a data set that was made without them.
 * @throws DataFormatError `damaged-passes`, naming the file, when it is missing or does not fit its digest.
 */
export async function* readPasses(
  folder: string,
  { shards }: Pick<DatasetManifest, 'shards'>,
): AsyncGenerator<PassRow> {
  for (const { passes } of shards) {
    if (passes === undefined) continue;
    const path = join(folder, passes.path);
    const bytes = await readFile(path).catch((cause: unknown) => {
      throw damaged(path, 'cannot be read', cause);
    });
    if (sha256(bytes) !== passes.sha256) throw damaged(path, 'does not fit its digest');
    const file = new Uint8Array(bytes).buffer;
    const rows = await parquetReadObjects({ file, compressors, utf8: false });
    for (const [k, { view_id: viewId, objects, ...images }] of rows.entries()) {
      const record = { viewId: String(viewId), objects: JSON.parse(String(objects)), ...images };
      yield parseRecord(`${path} row ${k}`, record, PassRowSchema);
    }
  }
}

function damaged(path: string, what: string, cause?: unknown): DataFormatError {
  return new DataFormatError('damaged-passes', `${path} ${what}.`, {
    remedy: 'Run the command that made this data set again: it makes the shard and its passes anew.',
    cause,
  });
}
