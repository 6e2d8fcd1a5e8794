/** Reads a data set folder. Memory stays flat: one row group of one shard at a time. */
import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { ConfigError, DataInvalidError } from '@parallax/lab';
import { parseRecord, readJson } from '@parallax/lab/node';
import { z } from 'zod';
import {
  CaptureSchema,
  type DatasetManifest,
  DatasetManifestSchema,
  type Question,
  SceneSchema,
  type Split,
  ViewPairSchema,
  ViewSchema,
} from '../schema.ts';
import { createReferenceLoader } from './shards/referenced-images.ts';
import type { DatasetRow, ShardRecord } from './shards/row.ts';
import {
  openShardFile,
  type ReferencedImages,
  type RowGroupRange,
  type ShardFile,
  type StoredImages,
} from './shards/shard-file.ts';

export interface RowFilter {
  readonly split?: Split;
  readonly kinds?: readonly string[];
  readonly limit?: number;
}

export interface OpenDatasetOptions {
  /** Where the pictures lie that rows refer to, instead of the manifest's `imageRoot`. */
  readonly imageRoot?: string;
}

export interface Dataset {
  readonly folder: string;
  readonly manifest: DatasetManifest;
  rows(filter?: RowFilter): AsyncIterable<DatasetRow>;
  /** The same rows without their pictures. */
  questions(filter?: RowFilter): AsyncIterable<Question>;
  /** Positions of the rows that the filter lets through, for shuffling and `readRow`. */
  indexes(filter?: RowFilter): Promise<number[]>;
  /** @throws RangeError when there is no such row. */
  readRow(index: number): Promise<DatasetRow>;
  records(): AsyncIterable<ShardRecord>;
}

const ShardRecordSchema = z.discriminatedUnion('type', [
  SceneSchema,
  CaptureSchema,
  ViewSchema,
  ViewPairSchema,
]);

/**
 * Opens a data set folder.
 * @throws ConfigError `not-a-dataset` without a manifest; DataInvalidError `empty-dataset` without questions;
 * reading throws DataFormatError `damaged-shard` at the first shard that does not fit its digest, and DataInvalidError
 * `image-missing` at the first picture that is referred to and not there.
 */
export async function openDataset(folder: string, options: OpenDatasetOptions = {}): Promise<Dataset> {
  const manifest = await readManifest(folder);
  const loadReferences = createReferenceLoader(folder, options.imageRoot ?? manifest.imageRoot);
  const imagesOf = (question: Question, images: StoredImages | ReferencedImages) =>
    'bytes' in images ? images.bytes : loadReferences(question, images.references);
  const shards = placeShards(manifest);
  const opened = new Map<string, Promise<ShardFile>>();
  // A shard's digest is checked once, the first time it is needed; the open file handles are not kept.
  const open = (shard: PlacedShard): Promise<ShardFile> => {
    const known = opened.get(shard.path) ?? openShardFile(folder, shard);
    opened.set(shard.path, known);
    return known;
  };

  async function* walk(filter: RowFilter): AsyncGenerator<Selection> {
    let left = filter.limit ?? Number.POSITIVE_INFINITY;
    for (const shard of shards) {
      if (filter.split !== undefined && shard.split !== filter.split) continue;
      if (left <= 0) return;
      const file = await open(shard);
      for (const range of file.groups) {
        const wanted = (await wantedRows(file, range, filter)).slice(0, left);
        left -= wanted.length;
        if (wanted.length > 0) yield { shard, file, range, wanted };
        if (left <= 0) return;
      }
    }
  }

  async function* rows(filter: RowFilter = {}): AsyncGenerator<DatasetRow> {
    for await (const { shard, file, range, wanted } of walk(filter)) {
      const questions = await file.readQuestions(range);
      const images = await file.readImages(range);
      for (const row of wanted) {
        const index = shard.firstRow + range.start + row;
        const question = questions[row]!;
        yield { index, question, images: await imagesOf(question, images[row]!) };
      }
    }
  }

  return {
    folder,
    manifest,
    rows,
    questions: async function* (filter = {}) {
      for await (const { file, range, wanted } of walk(filter)) {
        const questions = await file.readQuestions(range);
        for (const row of wanted) yield questions[row]!;
      }
    },
    indexes: async (filter = {}) => {
      const found: number[] = [];
      for await (const { shard, range, wanted } of walk(filter)) {
        for (const row of wanted) found.push(shard.firstRow + range.start + row);
      }
      return found;
    },
    readRow: async (index) => {
      const shard = shards.find((item) => index >= item.firstRow && index < item.firstRow + item.rows);
      if (shard === undefined) throw new RangeError(`readRow(${index}): ${folder} has no such row.`);
      const file = await open(shard);
      const start = index - shard.firstRow;
      const range = { start, end: start + 1 };
      const [questions, images] = await Promise.all([file.readQuestions(range), file.readImages(range)]);
      const question = questions[0]!;
      return { index, question, images: await imagesOf(question, images[0]!) };
    },
    records: () => readRecords(folder, manifest),
  };
}

type PlacedShard = DatasetManifest['shards'][number] & { readonly firstRow: number };

interface Selection {
  readonly shard: PlacedShard;
  readonly file: ShardFile;
  readonly range: RowGroupRange;
  /** Rows of the group, counted from its start. */
  readonly wanted: readonly number[];
}

async function readManifest(folder: string): Promise<DatasetManifest> {
  const path = join(folder, 'manifest.json');
  const present = await stat(path).then(
    (info) => info.isFile(),
    () => false,
  );
  if (!present) {
    throw new ConfigError('not-a-dataset', `${folder} is not a data set: it has no manifest.json.`, {
      remedy:
        'Check the path; after an interrupted run, give the same command again: it goes on and finishes.',
    });
  }
  const manifest = await readJson(path, DatasetManifestSchema);
  if (manifest.counts.questions === 0 || manifest.shards.length === 0) {
    throw new DataInvalidError('empty-dataset', `${folder} holds no question.`, {
      remedy: 'Make the data set again with more scenes or pairs.',
    });
  }
  return manifest;
}

function placeShards(manifest: DatasetManifest): PlacedShard[] {
  let firstRow = 0;
  return manifest.shards.map((entry) => {
    const placed = { ...entry, firstRow };
    firstRow += entry.rows;
    return placed;
  });
}

async function wantedRows(file: ShardFile, range: RowGroupRange, filter: RowFilter): Promise<number[]> {
  const all = Array.from({ length: range.end - range.start }, (_, row) => row);
  const { kinds } = filter;
  if (kinds === undefined) return all;
  const present = await file.readText('kind', range);
  return all.filter((row) => kinds.includes(present[row]!));
}

async function* readRecords(folder: string, manifest: DatasetManifest): AsyncGenerator<ShardRecord> {
  for (const entry of manifest.shards) {
    const path = join(folder, entry.recordsPath);
    let line = 0;
    for await (const text of createInterface({ input: createReadStream(path), crlfDelay: Infinity })) {
      line++;
      if (text === '') continue;
      yield parseRecord(`${path} line ${line}`, JSON.parse(text), ShardRecordSchema);
    }
  }
}
