/** Reads a data set folder. Memory stays flat: one row group of one shard at a time. */
import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { ConfigError, DataInvalidError } from '@parallax/lab';
import { parseRecord, readJson } from '@parallax/lab/node';
import { z } from 'zod';
import { isPlainView } from '../pictures/declared-edits.ts';
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
  /** Every view that rows show as it was taken, once, by its first such row: only rows that show a new one are parsed. */
  views(filter?: Pick<RowFilter, 'split'>): AsyncIterable<StoredView>;
  /** Positions of the rows that the filter lets through, for shuffling and `readRow`. */
  indexes(filter?: RowFilter): Promise<number[]>;
  /** What rows are about, from small columns alone: no record is parsed. */
  heads(filter?: Pick<RowFilter, 'split' | 'kinds'>): AsyncIterable<RowHead>;
  /** The questions stored together with this row, each parsed when it is asked for. @throws RangeError as `readRow`. */
  questionGroup(index: number): Promise<RowGroup<Question>>;
  /** The encoded pictures stored together with this row. @throws RangeError as `readRow`. */
  imageGroup(index: number): Promise<RowGroup<Promise<readonly Uint8Array[]>>>;
  /** @throws RangeError when there is no such row. */
  readRow(index: number): Promise<DatasetRow>;
  records(): AsyncIterable<ShardRecord>;
}

export interface StoredView {
  readonly viewId: string;
  /** Of the question that shows it. */
  readonly groupId: string;
  readonly questionId: string;
  /** Encoded. */
  readonly image: Uint8Array;
}

export interface RowHead {
  /** Position in the data set, as in `DatasetRow`. */
  readonly index: number;
  readonly kind: string;
  readonly groupId: string;
  readonly hasChain: boolean;
  /** First row of the group that holds this one: the same for all rows that are read together. */
  readonly firstOfGroup: number;
}

/** Rows that a shard stores, and hence reads, as one: reading a single one of them costs nearly as much as all. */
export interface RowGroup<Value> {
  /** What the group holds in memory, in bytes, roughly. */
  readonly bytes: number;
  /** @param index position in the data set, within the group. */
  at(index: number): Value;
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
      const wants = await wantedRows(file, shard, filter);
      for (const range of file.groups) {
        const wanted = wants(range).slice(0, left);
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
        const question = questions.at(row);
        yield { index, question, images: await imagesOf(question, images[row]!) };
      }
    }
  }

  /** The shard of a row, and the stretch of it that is read together. */
  const locate = async (index: number) => {
    const shard = shards.find((item) => index >= item.firstRow && index < item.firstRow + item.rows);
    if (shard === undefined) throw new RangeError(`readRow(${index}): ${folder} has no such row.`);
    const file = await open(shard);
    const start = index - shard.firstRow;
    const range = file.groups.find((group) => start >= group.start && start < group.end)!;
    return { file, start, range, firstRow: shard.firstRow + range.start };
  };

  return {
    folder,
    manifest,
    rows,
    questions: async function* (filter = {}) {
      for await (const { file, range, wanted } of walk(filter)) {
        const questions = await file.readQuestions(range);
        for (const row of wanted) yield questions.at(row);
      }
    },
    views: async function* (filter = {}) {
      const found = new Set<string>();
      for await (const { file, range, wanted } of walk(filter)) {
        const shown = await file.readTexts('view_ids', range);
        const questions = await file.readQuestions(range);
        const images = await file.readImages(range);
        for (const row of wanted) {
          if (shown[row]!.every((viewId) => found.has(viewId))) continue;
          const question = questions.at(row);
          const { questionId, groupId } = question;
          const encoded = await imagesOf(question, images[row]!);
          for (const [place, viewId] of question.viewIds.entries()) {
            if (found.has(viewId) || !isPlainView(question, place)) continue;
            found.add(viewId);
            yield { viewId, groupId, questionId, image: encoded[place]! };
          }
        }
      }
    },
    indexes: async (filter = {}) => {
      const found: number[] = [];
      for await (const { shard, range, wanted } of walk(filter)) {
        for (const row of wanted) found.push(shard.firstRow + range.start + row);
      }
      return found;
    },
    heads: async function* ({ split, kinds } = {}) {
      for (const shard of shards) {
        if (split !== undefined && shard.split !== split) continue;
        const file = await open(shard);
        const all = { start: 0, end: shard.rows };
        const present = await file.readText('kind', all);
        const groupIds = await file.readText('group_id', all);
        const hasChain = await file.readPresence('chain', all);
        for (const { start, end } of file.groups) {
          const firstOfGroup = shard.firstRow + start;
          for (let row = start; row < end; row++) {
            const kind = present[row]!;
            if (kinds !== undefined && !kinds.includes(kind)) continue;
            const index = shard.firstRow + row;
            yield { index, kind, groupId: groupIds[row]!, hasChain: hasChain[row]!, firstOfGroup };
          }
        }
      }
    },
    questionGroup: async (index) => {
      const { file, range, firstRow } = await locate(index);
      const { bytes, at } = await file.readQuestions(range);
      return { bytes, at: (row) => at(row - firstRow) };
    },
    imageGroup: async (index) => {
      const { file, range, firstRow } = await locate(index);
      const images = await file.readImages(range);
      const stored = images.map((item) => ('bytes' in item ? item.bytes : null));
      // Pictures that lie elsewhere are undistorted to the cameras of their question.
      const questions = stored.includes(null) ? await file.readQuestions(range) : null;
      return {
        bytes: stored.flat().reduce((sum, one) => sum + (one?.byteLength ?? 0), questions?.bytes ?? 0),
        at: async (row) => {
          const item = images[row - firstRow]!;
          return 'bytes' in item ? item.bytes : imagesOf(questions!.at(row - firstRow), item);
        },
      };
    },
    readRow: async (index) => {
      const { file, start } = await locate(index);
      const range = { start, end: start + 1 };
      const [questions, images] = await Promise.all([file.readQuestions(range), file.readImages(range)]);
      const question = questions.at(0);
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

/** Which rows of a group are wanted, counted from its start. Kinds are read once for the whole shard: its groups are many. */
async function wantedRows(
  file: ShardFile,
  { rows }: PlacedShard,
  { kinds }: RowFilter,
): Promise<(range: RowGroupRange) => number[]> {
  const present = kinds === undefined ? [] : await file.readText('kind', { start: 0, end: rows });
  return ({ start, end }) =>
    Array.from({ length: end - start }, (_, row) => row).filter(
      (row) => kinds === undefined || kinds.includes(present[start + row]!),
    );
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
