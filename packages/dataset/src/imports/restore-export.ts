/**
 * An export of ours back to a data set. Each row carries its question as a record; the pictures come from the format
 * itself. A whole export gives the same shards to the byte, and so the same digest.
 */
import { createReadStream } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { DataFormatError, DataInvalidError } from '@parallax/lab';
import { parseRecord, readJson, sha256OfFile } from '@parallax/lab/node';
import { z } from 'zod';
import { toPrompt } from '../conversations/index.ts';
import { CARRIED_FOLDER } from '../exports/carry-records.ts';
import { type ExportRecord, ExportRecordSchema } from '../exports/export-record.ts';
import { textOf } from '../exports/sample.ts';
import { wordingParts } from '../exports/wording.ts';
import { type DatasetManifest, DatasetManifestSchema, type Question, QuestionSchema } from '../schema.ts';
import {
  type DatasetRow,
  type DatasetWriterOptions,
  openDatasetWriter,
  type ShardRecord,
} from '../store/index.ts';
import { loadPicture } from './files/pictures.ts';
import type { ForeignRow } from './foreign-row.ts';
import { importFormats } from './formats/registry.ts';
import { mergeByIndex } from './merge-rows.ts';
import { readForeignRows } from './read-foreign.ts';

export interface RestoreOptions {
  /** Folder of the export. */
  readonly from: string;
  readonly out: string;
  readonly signal?: AbortSignal;
  readonly onRow?: (rows: number) => void;
}

export interface RestoredDataset {
  readonly manifest: DatasetManifest;
  /** Digest of the data set that was exported. */
  readonly original: string;
  /** True when the data set is the exported one to the byte. */
  readonly restored: boolean;
}

/** The record of an export that can be restored; null when the folder is none. */
export async function readRestorable(from: string): Promise<ExportRecord | null> {
  const record = await readJson(join(from, 'export.json'), ExportRecordSchema).catch(() => null);
  return record?.config.record === true ? record : null;
}

/**
 * @throws DataFormatError `damaged-export` when a file does not fit its digest; DataInvalidError `edited-row` when a
 * row no longer says what its record says, `rows-out-of-order`, `missing-record`.
 */
export async function restoreExport(record: ExportRecord, options: RestoreOptions): Promise<RestoredDataset> {
  const { from, out } = options;
  for (const { path, sha256 } of record.files) {
    if ((await sha256OfFile(join(from, path)).catch(() => '')) !== sha256) throw damaged(join(from, path));
  }
  const manifest = await readJson(join(from, CARRIED_FOLDER, 'manifest.json'), DatasetManifestSchema);
  const whole = record.rows === manifest.counts.questions;
  const writer = await openDatasetWriter(out, whole ? planOf(manifest) : partPlan(manifest, record));
  let firstRow = 0;
  let done = 0;
  const rows = rowsOf(record, from)[Symbol.asyncIterator]();
  let next = await rows.next();
  for (const [position, shard] of manifest.shards.entries()) {
    const end = firstRow + shard.rows;
    const inside: DatasetRow[] = [];
    while (next.done !== true && next.value.index < end) {
      options.signal?.throwIfAborted();
      inside.push(next.value);
      options.onRow?.(++done);
      next = await rows.next();
    }
    firstRow = end;
    if (inside.length === 0 && !whole) continue;
    await writer.writeShard(shard.split, shardIndex(shard.path), {
      rows: inside,
      records: await readRecords(join(from, CARRIED_FOLDER, shard.recordsPath)),
      // The manifest knows the sums only, and sums are all that it keeps of them.
      discarded: whole && position === 0 ? manifest.counts.discarded : {},
    });
  }
  const written = await writer.finish();
  return { manifest: written, original: manifest.digest, restored: written.digest === manifest.digest };
}

const CarriedSchema = z.object({ row: z.int().nonnegative(), question: z.unknown() });

function rowsOf(record: ExportRecord, from: string): AsyncGenerator<DatasetRow> {
  const { format } = record.config;
  const files = record.files.filter(({ rows }) => rows > 0).map(({ path }) => path);
  const streams = files.map(
    (file) =>
      async function* () {
        for await (const entry of readForeignRows(format, from, file)) {
          yield await toRow(entry.decode(), from, entry.where);
        }
      },
  );
  return mergeByIndex(streams, { interleaved: importFormats[format].interleaved === true });
}

async function toRow(row: ForeignRow, from: string, where: string): Promise<DatasetRow> {
  if (row.record === null) {
    throw new DataInvalidError('missing-record', `${where} carries no record of its question.`, {
      remedy: 'Import the folder as foreign samples (--as samples).',
    });
  }
  const { row: index, question: value } = parseRecord(where, parseJson(row.record, where), CarriedSchema);
  parseRecord(`${where}: record`, value, QuestionSchema);
  // Just checked. As it was written, keys in their order: the shard gets the same bytes again.
  const question = value as Question;
  checkUnedited(row, question, where);
  const images = await Promise.all(row.pictures.map((picture) => loadPicture(picture, from, where)));
  return { index, question, images };
}

/** The row's own fields must still say what its record says: a changed answer is not taken back silently. */
function checkUnedited(row: ForeignRow, question: Question, where: string): void {
  const { options } = question;
  const asChain = textOf(toPrompt(question, 'chain', { system: null })[0]!);
  const stems = [question.text, asChain].map((text) => withoutMarkers(wordingParts({ text, options }).stem));
  const text = withoutMarkers(row.text);
  const differs = [
    ...(row.answer === question.answer ? [] : ['answer']),
    ...(row.pictures.length === question.viewIds.length ? [] : ['number of pictures']),
    ...(stems.some((stem) => text.includes(stem)) ? [] : ['wording']),
  ];
  if (differs.length === 0) return;
  throw new DataInvalidError(
    'edited-row',
    `${where}: ${differs.join(' and ')} differ from the row's record.`,
    {
      remedy: 'Import the folder as foreign samples (--as samples), or undo the change.',
    },
  );
}

function withoutMarkers(text: string): string {
  return text.replaceAll('<image>', ' ').replace(/\s+/g, ' ').trim();
}

function parseJson(text: string, where: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new DataFormatError('not-json', `${where}: the record is not JSON: ${(cause as Error).message}.`, {
      remedy: 'Export the data set again.',
      cause,
    });
  }
}

async function readRecords(path: string): Promise<ShardRecord[]> {
  const records: ShardRecord[] = [];
  for await (const line of createInterface({ input: createReadStream(path), crlfDelay: Infinity })) {
    // Its digest was checked; readers of the data set validate each record.
    if (line !== '') records.push(JSON.parse(line) as ShardRecord);
  }
  return records;
}

function planOf(manifest: DatasetManifest): DatasetWriterOptions {
  const { name, profile, seed, generatorVersion, config, imageSource, splitRule, derivedFrom } = manifest;
  return { name, profile, seed, generatorVersion, config, imageSource, splitRule, derivedFrom };
}

/** A part of a data set is another one, derived from it. */
function partPlan(manifest: DatasetManifest, { config, plan }: ExportRecord): DatasetWriterOptions {
  const { format, split, kinds, limit, style } = config;
  return {
    ...planOf(manifest),
    config: { ...manifest.config, importedFrom: { format, split, kinds, limit, style, plan } },
    derivedFrom: [manifest.digest],
  };
}

function shardIndex(path: string): number {
  return Number(/-(\d+)\.parquet$/.exec(path)?.[1] ?? 0);
}

function damaged(path: string): DataFormatError {
  return new DataFormatError('damaged-export', `${path} is missing or does not fit its digest.`, {
    remedy: 'Export again, or import the folder as foreign samples (--as samples).',
  });
}
