/**
 * Makes the missing shards of a data set and, once all stand, its manifest. Several processes may do so in one folder
 * at once: they share the shards through leases. Without a common database (other hosts) a shard may be made twice;
 * both makers write the same bytes, each atomically.
 */
import { rm } from 'node:fs/promises';
import { basename, dirname, join, relative, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { type DatasetManifest, openDatasetWriter } from '@parallax/dataset';
import { DataInvalidError, LabError } from '@parallax/lab';
import { canonicalJson, sha256, type VerbContext } from '@parallax/lab/node';
import { type LeaseBook, openLeases } from '@parallax/store/leases';
import type { SkippedCapture } from '../../captures/import-plan.ts';
import { runPool } from '../pool.ts';
import type { Shard, WorkerStart } from '../protocol.ts';
import { partOf, type ShardPart } from './shard-part.ts';
import { createShardQueue } from './shard-queue.ts';

export interface BuildOptions {
  readonly start: WorkerStart;
  /** All shards of the data set, whoever makes them. */
  readonly shards: readonly Shard[];
  readonly part: ShardPart | null;
  /** Make nothing: only check that all stands and write the manifest. */
  readonly finishOnly: boolean;
  readonly workers: number;
  /** How long a process that died keeps its shards from the others. */
  readonly leaseMs: number;
  readonly imageRoot?: string;
  /** "scenes", "questions": what progress counts. */
  readonly unit: string;
  readonly unitsOf: (shard: Shard) => number;
  readonly context: Pick<VerbContext, 'log' | 'warn' | 'progress' | 'signal'>;
}

export interface BuildOutcome {
  /** Null while shards of other parts are missing. */
  readonly manifest: DatasetManifest | null;
  readonly missingShards: number;
  /** Scenes or questions that this process made; others may have made the rest. */
  readonly unitsMade: number;
  readonly skipped: readonly SkippedCapture[];
}

/** @throws DataInvalidError `shards-missing` under `finishOnly`; the errors of the workers and of the writer. */
export async function buildShards(options: BuildOptions): Promise<BuildOutcome> {
  const { start, shards, context } = options;
  const writer = await openDatasetWriter(start.folder, start.writer);
  const stands = (shard: Shard): Promise<boolean> => writer.hasShard(shard.split, shard.index);
  const missing = new Set<Shard>();
  for (const shard of shards) if (!(await stands(shard))) missing.add(shard);
  const skipped: SkippedCapture[] = [];
  let unitsMade = 0;
  if (!options.finishOnly) {
    const own = partOf(shards, options.part);
    const open = own.filter((shard) => missing.has(shard));
    unitsMade = await makeMissing(own, open, stands, skipped, options);
    for (const shard of open) missing.delete(shard);
    // Others may have made theirs meanwhile.
    for (const shard of missing) if (await stands(shard)) missing.delete(shard);
  }
  if (missing.size === 0) {
    const place = options.imageRoot === undefined ? undefined : { imageRoot: options.imageRoot };
    const manifest = await writer.finish(place);
    for (const suffix of ['', '-wal', '-shm']) await rm(ownDatabase(start.folder) + suffix, { force: true });
    return { manifest, missingShards: 0, unitsMade, skipped };
  }
  if (options.finishOnly) throw shardsMissing(start.folder, shards.length, [...missing]);
  context.log(`${missing.size} of ${shards.length} shards are still to be made by others: no manifest yet.`);
  return { manifest: null, missingShards: missing.size, unitsMade, skipped };
}

async function makeMissing(
  own: readonly Shard[],
  open: readonly Shard[],
  stands: (shard: Shard) => Promise<boolean>,
  skipped: SkippedCapture[],
  { start, workers, leaseMs, unit, unitsOf, context }: BuildOptions,
): Promise<number> {
  const count = (list: readonly Shard[]): number => list.reduce((sum, shard) => sum + unitsOf(shard), 0);
  const [total, left] = [count(own), count(open)];
  if (left < total) context.log(`continuing: ${total - left} ${unit} stand already`);
  if (open.length === 0) return 0;
  const progress = context.progress(unit, total);
  progress.startAt(total - left);
  const leases = await openJobLeases(start, leaseMs, context.warn);
  let made = 0;
  try {
    const queue = createShardQueue({
      ...{ shards: open, leases, stands, signal: context.signal },
      onMadeElsewhere: (shard) => progress.advance(unitsOf(shard)),
    });
    const onAdvance = (units: number): void => {
      made += units;
      progress.advance(units);
    };
    const onSkipped = (item: SkippedCapture): void => {
      // A capture that is cut over several shards is told of once.
      if (!skipped.some(({ folder }) => folder === item.folder)) skipped.push(item);
    };
    const processes = Math.min(workers, open.length);
    await runPool({ start, queue, workers: processes, signal: context.signal, onAdvance, onSkipped });
    return made;
  } finally {
    progress.finish();
    await leases?.close().catch(() => undefined);
  }
}

/** In the database of the lab that the folder lies in; a folder outside a lab keeps its own. */
async function openJobLeases(
  { folder, writer }: WorkerStart,
  leaseMs: number,
  warn: (line: string) => void,
): Promise<LeaseBook | null> {
  const inLab = basename(dirname(folder)) === 'datasets';
  const lab = inLab ? dirname(dirname(folder)) : folder;
  const url = inLab ? {} : { url: pathToFileURL(ownDatabase(folder)).href };
  const job = `${inLab ? relative(lab, folder) : resolve(folder)} ${sha256(canonicalJson(writer)).slice(0, 16)}`;
  try {
    return await openLeases({ store: { lab, ...url }, job, leaseMs });
  } catch (error) {
    if (!(error instanceof LabError)) throw error;
    warn(`shards are not shared with other processes (${error.message}); they are made all the same.`);
    return null;
  }
}

function ownDatabase(folder: string): string {
  return join(folder, 'leases.db');
}

function shardsMissing(folder: string, total: number, missing: readonly Shard[]): DataInvalidError {
  const [first] = missing;
  return new DataInvalidError(
    'shards-missing',
    `${folder}: ${missing.length} of ${total} shards are missing, the first is ${first?.split}-${first?.index}.`,
    {
      remedy:
        'Copy the shards/ and records/ folders of the other parts here, or run the same command without --finish.',
    },
  );
}
