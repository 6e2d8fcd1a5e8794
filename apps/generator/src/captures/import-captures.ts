/** Imports a folder of real captures into a data set: shards of a few captures each, resumable, the manifest last. */
import { join } from 'node:path';
import {
  type Capture,
  type DatasetManifest,
  type DatasetWriter,
  openDataset,
  openDatasetWriter,
  type ShardContent,
  type Split,
} from '@parallax/dataset';
import { sha256, writeJson } from '@parallax/lab/node';
import { GENERATOR_VERSION } from '../config.ts';
import { importCapture } from './import-capture.ts';
import { type ImportConfig, kindsOf, singleKindsOf } from './import-config.ts';
import {
  asSkipped,
  noUsableCapture,
  type PlannedCapture,
  planImport,
  readForImport,
  type SkippedCapture,
} from './import-plan.ts';

const CAPTURES_PER_SHARD = 16;

export interface ImportOptions {
  readonly root: string;
  /** Data set folder. */
  readonly out: string;
  /** Data set's name in its manifest. */
  readonly name: string;
  /** Capture records are also written to LAB/captures/ID.json; null: in the data set alone. */
  readonly labFolder: string | null;
  readonly config: ImportConfig;
  readonly signal: AbortSignal;
  /** Told after each capture. */
  readonly onCapture?: (done: number, total: number) => void;
}

export interface ImportOutcome {
  readonly manifest: DatasetManifest;
  /** Captures found, readable or not. */
  readonly captures: number;
  readonly imported: number;
  readonly skipped: readonly SkippedCapture[];
  /** "folder: text" of every capture that was imported with a doubt. */
  readonly warnings: readonly string[];
}

/** @throws the errors of `planImport` and of the data set writer; DataInvalidError `no-usable-capture`. */
export async function importCaptures(options: ImportOptions): Promise<ImportOutcome> {
  const { root, out, name, config, signal } = options;
  const [kinds, singleKinds] = [kindsOf(config), singleKindsOf(config)];
  const plan = await planImport(root, config, signal);
  const writer = await openDatasetWriter(out, {
    name,
    profile: config.profile,
    seed: config.seed,
    generatorVersion: GENERATOR_VERSION,
    // Other captures than before make another data set: old shards are not mixed in.
    config: {
      ...config,
      kinds,
      singleKinds,
      captures: sha256(plan.captures.map((item) => item.captureId).join('\n')),
    },
    imageSource: 'capture',
    splitRule: config.split === 'auto' ? 'capture: by digest and seed' : `capture: all ${config.split}`,
  });
  const skipped = [...plan.skipped];
  const warnings: string[] = [];
  let done = 0;
  for (const { split, index, captures } of shardsOf(plan.captures)) {
    if (await writer.hasShard(split, index)) {
      done += captures.length;
      continue;
    }
    await writeShard(captures, writer, { split, index }, options, (failure, warning) => {
      if (failure !== null) skipped.push(failure);
      warnings.push(...warning);
      options.onCapture?.(++done, plan.captures.length);
    });
  }
  if (plan.captures.every((item) => skipped.some((failure) => failure.folder === item.folder))) {
    throw noUsableCapture(root, skipped);
  }
  const manifest = await writer.finish();
  const present = await writtenCaptures(out);
  skipped.push(...skippedEarlier(plan.captures, present, skipped));
  if (options.labFolder !== null) {
    for (const capture of present)
      await writeJson(join(options.labFolder, 'captures', `${capture.captureId}.json`), capture);
  }
  skipped.sort((a, b) => (a.folder < b.folder ? -1 : 1));
  const total = plan.captures.length + plan.skipped.length;
  return { manifest, captures: total, imported: present.length, skipped, warnings };
}

/** One shard; a capture whose images turn out to be bad is left out of it and told of. */
async function writeShard(
  captures: readonly PlannedCapture[],
  writer: DatasetWriter,
  place: { split: Split; index: number },
  { config, signal }: ImportOptions,
  onCapture: (failure: SkippedCapture | null, warnings: readonly string[]) => void,
): Promise<void> {
  const rows: ShardContent['rows'][number][] = [];
  const records: ShardContent['records'][number][] = [];
  const discarded: Record<string, number> = {};
  for (const { folder, split, ordinal } of captures) {
    signal.throwIfAborted();
    try {
      const loaded = await readForImport(folder, config, split);
      const content = await importCapture(loaded, config, ordinal);
      rows.push(...content.rows);
      records.push(...content.records);
      for (const [reason, count] of Object.entries(content.discarded)) {
        discarded[reason] = (discarded[reason] ?? 0) + count;
      }
      onCapture(
        null,
        loaded.warnings.map((warning) => `${folder}: ${warning}`),
      );
    } catch (error) {
      const failure = asSkipped(folder, error);
      const reason = `capture-${failure.code}`;
      discarded[reason] = (discarded[reason] ?? 0) + 1;
      onCapture(failure, []);
    }
  }
  await writer.writeShard(place.split, place.index, { rows, records, discarded });
}

function* shardsOf(
  captures: readonly PlannedCapture[],
): Generator<{ split: Split; index: number; captures: PlannedCapture[] }> {
  for (const split of ['train', 'validation', 'test'] as const) {
    const own = captures.filter((capture) => capture.split === split);
    for (let start = 0; start < own.length; start += CAPTURES_PER_SHARD) {
      yield {
        split,
        index: start / CAPTURES_PER_SHARD,
        captures: own.slice(start, start + CAPTURES_PER_SHARD),
      };
    }
  }
}

async function writtenCaptures(folder: string): Promise<Capture[]> {
  const captures: Capture[] = [];
  for await (const record of (await openDataset(folder)).records()) {
    if (record.type === 'capture') captures.push(record);
  }
  return captures;
}

/** Captures that an earlier, interrupted run had left out of a shard that stands: their reason is in its counts only. */
function skippedEarlier(
  planned: readonly PlannedCapture[],
  present: readonly Capture[],
  known: readonly SkippedCapture[],
): SkippedCapture[] {
  const written = new Set(present.map((capture) => capture.captureId));
  const told = new Set(known.map((failure) => failure.folder));
  return planned
    .filter(({ captureId, folder }) => !written.has(captureId) && !told.has(folder))
    .map(({ folder }) => ({
      folder,
      code: 'skipped-earlier',
      message: `${folder} was left out by the run that wrote its shard; counts.discarded of the manifest has the reasons.`,
    }));
}
