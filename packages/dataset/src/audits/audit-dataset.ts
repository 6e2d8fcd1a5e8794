/** Audits a data set: one pass over all questions, one over the records, one over a sample of pictures. */
import { DataInvalidError } from '@parallax/lab';
import { codeCommit } from '@parallax/lab/node';
import type { Audit, Split } from '../schema.ts';
import type { Dataset } from '../store/dataset.ts';
import type { DatasetRow } from '../store/shards/row.ts';
import { coverage } from './lines/balance/coverage.ts';
import { labelBalance } from './lines/balance/label-balance.ts';
import { letterBalance } from './lines/balance/letter-balance.ts';
import { mutualInformation } from './lines/balance/mutual-information.ts';
import { blindMajority } from './lines/blind/blind-majority.ts';
import { blindModel } from './lines/blind/blind-model.ts';
import { blindText } from './lines/blind/blind-text.ts';
import { shortcutProbes } from './lines/shortcuts/index.ts';
import { chains } from './lines/truth/chains.ts';
import { nearDuplicates } from './lines/truth/near-duplicates.ts';
import { recompute } from './lines/truth/recompute.ts';
import { splitLeakage } from './lines/truth/split-leakage.ts';
import type { AuditProbe, PictureSummary, SampledRow } from './probe.ts';
import { summarisePicture } from './summarise-picture.ts';

export interface AuditOptions {
  /** Derive every answer again, and verify every chain, instead of about RECOMPUTE_SAMPLE of them. */
  readonly recompute?: boolean;
  /** False: no picture is opened, and lines that look at pictures are skipped. */
  readonly pictures?: boolean;
  readonly signal?: AbortSignal;
}

const RECOMPUTE_SAMPLE = 2_000;
/** Rows whose pictures are looked at. */
const SAMPLE: Readonly<Record<Split, number>> = { train: 1_200, validation: 0, test: 600 };

/** Rows whose pictures are decoded at once. */
const IN_FLIGHT = 16;
/** A sample of every n-th row below this n is taken while all rows stream past: that is quicker than single reads. */
const STREAM_BELOW = 12;

/**
 * The same data set gives the same audit.
 * @throws DataFormatError for damaged shards or pictures.
 */
export async function auditDataset(dataset: Dataset, options: AuditOptions = {}): Promise<Audit> {
  const total = dataset.manifest.counts.questions;
  const every = options.recompute === true ? 1 : Math.max(1, Math.ceil(total / RECOMPUTE_SAMPLE));
  const leakage = splitLeakage();
  const probes: AuditProbe[] = [
    letterBalance(),
    labelBalance(),
    mutualInformation(),
    coverage(),
    blindMajority(),
    blindText(),
    blindModel(),
    ...shortcutProbes(),
    leakage,
    nearDuplicates(),
    chains(every),
    recompute(every),
  ];
  for await (const question of dataset.questions()) {
    options.signal?.throwIfAborted();
    for (const probe of probes) probe.addQuestion?.(question);
  }
  for await (const record of dataset.records()) leakage.addRecord(record);
  if (options.pictures !== false) await samplePictures(dataset, probes, options.signal);
  const lines = probes.map((probe) => probe.finish());
  return {
    type: 'audit',
    schemaVersion: 1,
    codeCommit: codeCommit(),
    datasetDigest: dataset.manifest.digest,
    lines,
    passed: lines.every((line) => line.verdict !== 'fail'),
  };
}

async function samplePictures(
  dataset: Dataset,
  probes: readonly AuditProbe[],
  signal: AbortSignal | undefined,
): Promise<void> {
  for (const split of ['train', 'test'] as const) {
    // Questions of one view are neighbours: its picture is decoded once.
    const summaries = new Map<string, Promise<PictureSummary>>();
    const summarise = (bytes: Uint8Array, viewId: string): Promise<PictureSummary> => {
      const summary = summaries.get(viewId) ?? summarisePicture(bytes, viewId);
      summaries.set(viewId, summary);
      return summary;
    };
    const look = async ({ index, question, images }: DatasetRow): Promise<SampledRow> => {
      const pictures = images.map((bytes, i) => summarise(bytes, question.viewIds[i] ?? String(i)));
      return { question, row: index, pictures: await Promise.all(pictures) };
    };
    for await (const rows of inBatches(sampleRows(dataset, split))) {
      signal?.throwIfAborted();
      for (const row of await Promise.all(rows.map(look))) for (const probe of probes) probe.addSample?.(row);
    }
  }
}

/** Evenly spread rows of a split: all in passing when most are wanted, else each on its own. */
async function* sampleRows(dataset: Dataset, split: Split): AsyncGenerator<DatasetRow> {
  const { shards, imageRoot } = dataset.manifest;
  const rows = shards.reduce((sum, shard) => sum + (shard.split === split ? shard.rows : 0), 0);
  const step = Math.max(1, rows / SAMPLE[split]);
  const places = new Set<number>();
  for (let at = 0; at < rows; at += step) places.add(Math.floor(at));
  const wanted = new Set<number>();
  let [first, before] = [0, 0];
  for (const shard of shards) {
    if (shard.split === split) {
      for (let k = 0; k < shard.rows; k++) if (places.has(before + k)) wanted.add(first + k);
      before += shard.rows;
    }
    first += shard.rows;
  }
  if (imageRoot !== undefined) {
    for (const index of wanted) {
      const row = await rowWithPictures(dataset, index);
      if (row !== null) yield row;
    }
  } else if (step < STREAM_BELOW) {
    for await (const row of dataset.rows({ split })) if (wanted.has(row.index)) yield row;
  } else {
    for (const index of wanted) yield dataset.readRow(index);
  }
}

/** Pictures that a data set only refers to may be elsewhere: lines about them then say that they were skipped. */
async function rowWithPictures(dataset: Dataset, index: number): Promise<DatasetRow | null> {
  try {
    return await dataset.readRow(index);
  } catch (error) {
    if (error instanceof DataInvalidError && error.code === 'image-missing') return null;
    throw error;
  }
}

async function* inBatches<T>(items: AsyncIterable<T>): AsyncGenerator<T[]> {
  let batch: T[] = [];
  for await (const item of items) {
    batch.push(item);
    if (batch.length < IN_FLIGHT) continue;
    yield batch;
    batch = [];
  }
  if (batch.length > 0) yield batch;
}
