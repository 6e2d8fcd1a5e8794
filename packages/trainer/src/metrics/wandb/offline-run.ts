/**
 * A run folder as Weights & Biases leaves it when offline: `wandb sync RUN/wandb/offline-run-*` uploads it. Times are
 * those of the steps, one after the other, so that the file follows from metrics.jsonl: a resumed run writes it anew.
 */
import { appendFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { describeWriteFailure, writeFileAtomic } from '@parallax/lab/node';
import type { MetricsLine } from '../../schema.ts';
import type { MetricsWriter, OpenMetricsOptions } from '../metrics-writer.ts';
import { frameLogRecord, LOG_HEAD } from './leveldb-log.ts';
import { exitRecord, openingRecords, stepRecords, type WandbRun } from './records.ts';

export const WANDB_FOLDER = 'wandb';

/** @throws LabError `disk-full`, ConfigError `not-writable`. */
export async function openOfflineRun(options: OpenMetricsOptions): Promise<MetricsWriter> {
  const id = options.run.runId.replaceAll(/[^\w-]/g, '-');
  const parent = join(options.runFolder, WANDB_FOLDER);
  const startSecond = (await startOfEarlier(parent, id)) ?? Math.floor(Date.now() / 1000);
  const run: WandbRun = { id, startSecond };
  const path = join(parent, folderName(run), `run-${id}.wandb`);
  let [bytes, records, runtime] = [LOG_HEAD.length, 0, 0];
  const frame = (data: Uint8Array): Uint8Array => {
    const framed = frameLogRecord(data, bytes);
    bytes += framed.length;
    records++;
    return framed;
  };
  const step = (line: MetricsLine): Uint8Array[] => {
    runtime += (line['stepMs'] ?? 0) / 1000;
    return stepRecords(run, records + 1, line, runtime).map(frame);
  };
  const opening = openingRecords(run, options.run).map(frame);
  await writeFileAtomic(path, Buffer.concat([LOG_HEAD, ...opening, ...options.earlierLines.flatMap(step)]));
  const append = async (frames: readonly Uint8Array[]): Promise<void> => {
    try {
      await appendFile(path, Buffer.concat(frames));
    } catch (cause) {
      throw describeWriteFailure(path, cause);
    }
  };
  return {
    append: (line) => append(step(line)),
    finish: () => append([frame(exitRecord(run, records + 1))]),
  };
}

function folderName({ id, startSecond }: WandbRun): string {
  const [date, time] = new Date(startSecond * 1000).toISOString().split(/[T.]/);
  return `offline-run-${date!.replaceAll('-', '')}_${time!.replaceAll(':', '')}-${id}`;
}

/** When the first start of the run began, from its folder's name; null at the first start. */
async function startOfEarlier(parent: string, id: string): Promise<number | null> {
  for (const name of await readdir(parent).catch(() => [])) {
    const stamp = /^offline-run-(\d{4})(\d\d)(\d\d)_(\d\d)(\d\d)(\d\d)-(.+)$/.exec(name);
    if (stamp?.[7] !== id) continue;
    const [year, month, day, hour, minute, second] = stamp.slice(1, 7).map(Number);
    return Date.UTC(year!, month! - 1, day!, hour!, minute!, second!) / 1000;
  }
  return null;
}
