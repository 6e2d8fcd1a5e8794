/**
 * TensorBoard event files of a run, one a start. A resumed run cuts what earlier starts wrote after the checkpoint it
 * goes on from, and begins a file of its own, so that every step is there once and a TensorBoard that watched the
 * interrupted run forgets the steps that were lost.
 */
import { appendFile, mkdir, readdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { describeWriteFailure, writeFileAtomic } from '@parallax/lab/node';
import type { MetricsWriter, OpenMetricsOptions } from '../metrics-writer.ts';
import { scalarsEvent, startEvent, stepOfScalars, versionEvent } from './event.ts';
import { frameRecord, wholeRecords } from './tf-record.ts';

export const TENSORBOARD_FOLDER = 'tensorboard';

/** @throws LabError `disk-full`, ConfigError `not-writable`. */
export async function openEventFiles(options: Omit<OpenMetricsOptions, 'run'>): Promise<MetricsWriter> {
  const folder = join(options.runFolder, TENSORBOARD_FOLDER);
  await mkdir(folder, { recursive: true });
  const { newestSecond, lastStep } = await cutEventFiles(folder, options.resumedStep);
  const now = wallTime();
  // Readers take the files in the order of their names: a clock that was set back must not change it.
  const second = Math.max(Math.floor(now), newestSecond + 1);
  const path = join(folder, `events.out.tfevents.${second}.parallax`);
  const missing = options.earlierLines.filter((line) => line.step > lastStep);
  const first = [
    versionEvent(now),
    startEvent(now, lastStep + 1),
    ...missing.map((line) => scalarsEvent(now, line)),
  ];
  await writeFileAtomic(path, Buffer.concat(first.map(frameRecord)));
  return {
    async append(line) {
      try {
        await appendFile(path, frameRecord(scalarsEvent(wallTime(), line)));
      } catch (cause) {
        throw describeWriteFailure(path, cause);
      }
    },
  };
}

/** Cuts every file to the scalars up to `resumedStep`; files that hold none are removed. */
async function cutEventFiles(
  folder: string,
  resumedStep: number,
): Promise<{ newestSecond: number; lastStep: number }> {
  let [newestSecond, lastStep] = [0, 0];
  for (const name of (await readdir(folder)).sort()) {
    const second = /^events\.out\.tfevents\.(\d+)\.parallax$/.exec(name)?.[1];
    if (second === undefined) continue;
    newestSecond = Math.max(newestSecond, Number(second));
    const path = join(folder, name);
    const bytes = await readFile(path);
    let [kept, steps] = [0, 0];
    for (const { data, end } of wholeRecords(bytes)) {
      const step = stepOfScalars(data);
      // After damage in an earlier file metrics.jsonl fills the gap, so what lies behind the gap must go.
      if (step !== null && (step > resumedStep || step !== lastStep + 1)) break;
      if (step !== null) [lastStep, steps] = [step, steps + 1];
      kept = end;
    }
    if (steps === 0) await rm(path);
    else if (kept < bytes.length) await writeFileAtomic(path, bytes.subarray(0, kept));
  }
  return { newestSecond, lastStep };
}

function wallTime(): number {
  return Date.now() / 1000;
}
