/** Opens the writers of metrics that a run's config names, beside metrics.jsonl. */
import type { MetricsWriterName } from '../schema.ts';
import type { MetricsWriter, OpenMetricsOptions } from './metrics-writer.ts';
import { openEventFiles } from './tensorboard/event-files.ts';
import { openOfflineRun } from './wandb/offline-run.ts';

const WRITERS: Readonly<
  Record<Exclude<MetricsWriterName, 'jsonl'>, (options: OpenMetricsOptions) => Promise<MetricsWriter>>
> = { tensorboard: openEventFiles, wandb: openOfflineRun };

/**
 * metrics.jsonl itself is not among them: it comes first, and the others can be made again from it.
 * @throws LabError `disk-full`, ConfigError `not-writable`.
 */
export async function openMetricsWriters(
  names: readonly MetricsWriterName[],
  options: OpenMetricsOptions,
): Promise<MetricsWriter> {
  const writers: MetricsWriter[] = [];
  for (const name of new Set(names)) {
    if (name !== 'jsonl') writers.push(await WRITERS[name](options));
  }
  return {
    async append(line) {
      for (const writer of writers) await writer.append(line);
    },
    async finish() {
      for (const writer of writers) await writer.finish?.();
    },
  };
}
