/** The whole lab folder -> rows. Idempotent; what has not changed is not read again, what has gone loses its rows. */
import { LabError } from '@parallax/lab';
import type { Store } from '../database/index.ts';
import { listCaptureFiles, listRecords, type RecordRoom } from '../lab-folder/records.ts';
import { signatureOf } from '../lab-folder/signature.ts';
import type { IndexProblem } from '../schema.ts';
import { datasets, evaluations, reports, runs } from '../tables/index.ts';
import { type IndexOptions, indexDataset, removeDataset } from './index-dataset.ts';
import { indexEvaluation, removeEvaluation } from './index-evaluation.ts';
import { indexRun, removeRun } from './index-run.ts';
import { indexCaptures, indexReport, removeReport } from './index-small-records.ts';

export interface IndexLabResult {
  readonly records: number;
  readonly problems: readonly IndexProblem[];
}

export interface IndexLabOptions extends IndexOptions {
  /** Called before each record. */
  readonly onRecord?: (record: string) => void;
  /** Kept by a long-lived process between calls: records whose files look untouched are not opened. */
  readonly seen?: Map<string, string>;
}

interface Room {
  readonly room: RecordRoom;
  readonly table: typeof datasets | typeof runs | typeof evaluations | typeof reports;
  readonly index: (store: Store, name: string, options: IndexOptions) => Promise<unknown>;
  readonly remove: (store: Store, name: string) => Promise<void>;
}

const ROOMS: readonly Room[] = [
  { room: 'datasets', table: datasets, index: indexDataset, remove: removeDataset },
  { room: 'runs', table: runs, index: indexRun, remove: removeRun },
  { room: 'evaluations', table: evaluations, index: indexEvaluation, remove: removeEvaluation },
  { room: 'reports', table: reports, index: indexReport, remove: removeReport },
];

/**
 * @returns how many records were seen, and those that are damaged (their message names the file).
 * @throws ConfigError `lab-missing`; LabError `database-locked`, `interrupted`: these are not about one record.
 */
export async function indexLab(store: Store, options: IndexLabOptions = {}): Promise<IndexLabResult> {
  const problems: IndexProblem[] = [];
  let records = 0;
  const attempt = async (record: string, action: () => Promise<unknown>): Promise<void> => {
    options.signal?.throwIfAborted();
    records++;
    const signature = await signatureOf(store.lab, record);
    if (options.seen?.get(record) === signature) return;
    options.onRecord?.(record);
    try {
      await action();
      options.seen?.set(record, signature);
    } catch (error) {
      if (!isAboutOneRecord(error)) throw error;
      const { code, message, remedy } = error;
      problems.push({ record, code, message, ...(remedy === undefined ? {} : { remedy }) });
    }
  };
  for (const { room, table, index, remove } of ROOMS) {
    const present = await listRecords(store.lab, room);
    for (const name of present) await attempt(`${room}/${name}`, () => index(store, name, options));
    const rows = await store.read((db) => db.select({ name: table.name }).from(table));
    for (const { name } of rows) if (!present.includes(name)) await remove(store, name);
  }
  await attempt('captures', async () => indexCaptures(store, await listCaptureFiles(store.lab)));
  return { records, problems };
}

function isAboutOneRecord(error: unknown): error is LabError {
  if (!(error instanceof LabError)) return false;
  const { code } = error;
  return (
    code !== 'interrupted' && code !== 'disk-full' && code !== 'not-writable' && !code.startsWith('database-')
  );
}
