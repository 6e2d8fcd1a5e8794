/** LAB/datasets/NAME -> rows. A data set is immutable: one whose digest stands in the database is not read again. */
import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import {
  AuditSchema,
  type Dataset,
  type DatasetManifest,
  openDataset,
  type Question,
} from '@parallax/dataset';
import { LabError } from '@parallax/lab';
import { readJson } from '@parallax/lab/node';
import { count, eq } from 'drizzle-orm';
import type { Store, Writer } from '../database/index.ts';
import { confine } from '../lab-folder/records.ts';
import {
  audits,
  captures,
  datasets,
  pairs,
  questions,
  questionViews,
  scenes,
  shards,
  views,
} from '../tables/index.ts';
import { captureRow, pairRow, questionRow, sceneRow, viewRow } from './record-rows.ts';

/** Rows a transaction: other processes get their turn in between. */
const ROWS_PER_TRANSACTION = 5000;
const DATASET_TABLES = [audits, captures, datasets, pairs, questions, questionViews, scenes, shards, views];

export interface IndexOptions {
  /** Called with the number of questions done. */
  readonly onProgress?: (done: number, total: number) => void;
  readonly signal?: AbortSignal;
}

/**
 * @returns true when rows were written, false when they were there already.
 * @throws what `openDataset` throws; LabError `index-raced` when another process removed rows meanwhile.
 */
export async function indexDataset(store: Store, name: string, options: IndexOptions = {}): Promise<boolean> {
  const folder = await confine(store.lab, join(store.lab, 'datasets', name));
  const dataset = await openDataset(folder);
  const { manifest } = dataset;
  const [known] = await store.read((db) =>
    db.select({ digest: datasets.digest }).from(datasets).where(eq(datasets.name, name)),
  );
  const fresh = known?.digest !== manifest.digest;
  if (fresh) {
    // The row of the data set goes first and comes back last: without it the other rows do not count.
    await removeDataset(store, name);
    await indexRecords(store, name, dataset);
    await indexQuestions(store, name, dataset, options);
  }
  const audit = await readAudit(join(folder, 'audit.json'));
  const rows = manifest.shards.reduce((sum, shard) => sum + shard.rows, 0);
  if (fresh) await requireComplete(store, name, rows);
  await store.write(async (writer) => {
    await writer.run(writer.builder.delete(shards).where(eq(shards.dataset, name)));
    await writer.insert(
      shards,
      manifest.shards.map((shard, position) => ({ ...shard, dataset: name, position })),
    );
    await writer.run(writer.builder.delete(audits).where(eq(audits.dataset, name)));
    await writer.insert(audits, audit === null ? [] : [{ ...audit, dataset: name }]);
    await writer.insert(datasets, [datasetRow(name, manifest)]);
  });
  return fresh;
}

/** Removes all rows of a data set. */
export async function removeDataset(store: Store, name: string): Promise<void> {
  await store.write(async (writer) => {
    for (const table of DATASET_TABLES) {
      const column = table === datasets ? datasets.name : (table as typeof questions).dataset;
      await writer.run(writer.builder.delete(table).where(eq(column, name)));
    }
  });
}

async function indexRecords(store: Store, name: string, dataset: Dataset): Promise<void> {
  for await (const batch of batches(dataset.records())) {
    await store.write(async (writer: Writer) => {
      await writer.insert(
        scenes,
        batch.flatMap((r) => (r.type === 'scene' ? [sceneRow(name, r)] : [])),
      );
      await writer.insert(
        captures,
        batch.flatMap((r) => (r.type === 'capture' ? [captureRow(name, r)] : [])),
      );
      await writer.insert(
        views,
        batch.flatMap((r) => (r.type === 'view' ? [viewRow(name, r)] : [])),
      );
      await writer.insert(
        pairs,
        batch.flatMap((r) => (r.type === 'pair' ? [pairRow(name, r)] : [])),
      );
    });
  }
}

async function indexQuestions(
  store: Store,
  name: string,
  dataset: Dataset,
  { onProgress, signal }: IndexOptions,
): Promise<void> {
  let position = 0;
  for await (const batch of batches<Question>(dataset.questions())) {
    signal?.throwIfAborted();
    const first = position;
    await store.write(async (writer) => {
      await writer.insert(
        questions,
        batch.map((question, i) => questionRow(name, first + i, question)),
      );
      await writer.insert(
        questionViews,
        batch.flatMap(({ questionId, viewIds }) =>
          viewIds.map((viewId, place) => ({ dataset: name, questionId, place, viewId })),
        ),
      );
    });
    position += batch.length;
    onProgress?.(position, dataset.manifest.counts.questions);
  }
}

async function requireComplete(store: Store, name: string, expected: number): Promise<void> {
  const [found] = await store.read((db) =>
    db.select({ n: count() }).from(questions).where(eq(questions.dataset, name)),
  );
  if (found?.n === expected) return;
  throw new LabError(
    'index-incomplete',
    `Data set ${name}: ${found?.n} of ${expected} questions are in the database.`,
    {
      remedy:
        'Two questions share an id, or another process indexed the same data set: run `parallax db check`, then `parallax db rebuild`.',
    },
  );
}

function datasetRow(name: string, manifest: DatasetManifest): typeof datasets.$inferInsert {
  return { ...manifest, name };
}

async function readAudit(path: string): Promise<Omit<typeof audits.$inferInsert, 'dataset'> | null> {
  const present = await stat(path).catch(() => null);
  return present === null ? null : readJson(path, AuditSchema);
}

async function* batches<T>(items: AsyncIterable<T>): AsyncGenerator<T[]> {
  let batch: T[] = [];
  for await (const item of items) {
    batch.push(item);
    if (batch.length < ROWS_PER_TRANSACTION) continue;
    yield batch;
    batch = [];
  }
  if (batch.length > 0) yield batch;
}
