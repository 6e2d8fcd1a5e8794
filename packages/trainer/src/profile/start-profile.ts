/** The profile of a run's first steps: a Chrome trace of every operation, and the operations by cost. */
import { type StepSpan, writeChromeTrace } from './chrome-trace.ts';
import { type OperationCost, openOperationCosts } from './operation-table.ts';
import { openTimeline, type Span } from './timeline.ts';
import { watchOperations } from './watch-operations.ts';

export interface ProfileOptions {
  /** File of the trace. */
  readonly path: string;
  /** Steps to watch; after them the run is as fast as without a profile. */
  readonly steps: number;
  /** Goes into the trace: backend, library version. */
  readonly notes: Readonly<Record<string, string | number>>;
}

export interface Profile {
  /** To be called after each step, with its number and how long it took. */
  endStep(step: number, stepMs: number): void;
  /** Stops watching and writes the trace; also when the run ended early. */
  finish(): Promise<ProfileResult>;
}

export interface ProfileResult {
  readonly steps: number;
  readonly operations: number;
  /** Most expensive first. */
  readonly costs: readonly OperationCost[];
}

/** Spans in memory and in the trace; viewers get slow far beyond it. The costs count all. */
const MAX_SPANS = 1_000_000;

/** Watches from now on. On a GPU the time of an operation is that of its launch, which does not wait for its end. */
export function startProfile(options: ProfileOptions): Profile {
  const spans: Span[] = [];
  const steps: StepSpan[] = [];
  const costs = openOperationCosts();
  let operations = 0;
  const timeline = openTimeline((span) => {
    operations++;
    costs.add(span);
    if (spans.length < MAX_SPANS) spans.push(span);
  });
  let stop: (() => void) | null = watchOperations(timeline);
  const stopWatching = (): void => {
    stop?.();
    stop = null;
  };
  return {
    endStep(step, stepMs) {
      if (stop === null) return;
      const endUs = timeline.nowUs();
      const startUs = Math.max(0, endUs - 1000 * stepMs);
      steps.push({ step, startUs, durationUs: endUs - startUs });
      if (steps.length === options.steps) stopWatching();
    },
    async finish() {
      stopWatching();
      const spansLeftOut = operations - spans.length;
      const notes = { ...options.notes, ...(spansLeftOut > 0 ? { spansLeftOut } : {}) };
      await writeChromeTrace(options.path, { steps, spans, notes });
      return { steps: steps.length, operations, costs: costs.list() };
    },
  };
}
