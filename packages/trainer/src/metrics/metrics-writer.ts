/** What a kind of metrics file is to a run. */
import type { MetricsLine, TrainingRun } from '../schema.ts';

/** One more place for a run's metrics, beside metrics.jsonl from which it can always be made again. */
export interface MetricsWriter {
  append(line: MetricsLine): Promise<void>;
  /** Called once after the last step; not in a run that was interrupted. */
  finish?(): Promise<void>;
}

export interface OpenMetricsOptions {
  readonly runFolder: string;
  readonly run: TrainingRun;
  /** What an interrupted start wrote after this step is cut away. */
  readonly resumedStep: number;
  /** The lines of metrics.jsonl up to the resumed step: a writer that lacks some of them adds them. */
  readonly earlierLines: readonly MetricsLine[];
}
