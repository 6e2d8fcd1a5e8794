/**
 * Spans as a file for chrome://tracing and Perfetto: JSON object format, complete events ("X"), microseconds.
 *
 * Source: "Trace Event Format", Chromium project.
 */
import { writeFileAtomic } from '@parallax/lab/node';
import type { Span } from './timeline.ts';

export interface StepSpan {
  readonly step: number;
  /** Microseconds on the spans' timeline. */
  readonly startUs: number;
  readonly durationUs: number;
}

export interface ChromeTrace {
  readonly steps: readonly StepSpan[];
  readonly spans: readonly Span[];
  /** What the reader of the trace should know: backend, spans that were left out. */
  readonly notes: Readonly<Record<string, string | number>>;
}

const PROCESS = 1;
/** Rows of the display. */
const THREADS = { steps: 1, operations: 2 } as const;

/** @throws LabError `disk-full`, ConfigError `not-writable`. */
export async function writeChromeTrace(path: string, trace: ChromeTrace): Promise<void> {
  const parts = [
    named('process_name', THREADS.steps, 'parallax train'),
    ...Object.entries(THREADS).map(([name, thread]) => named('thread_name', thread, name)),
    ...trace.steps.map(({ step, ...span }) => complete(`step ${step}`, 'step', THREADS.steps, span, {})),
    ...trace.spans.map(({ name, category, shapes, ...span }) =>
      complete(name, category, THREADS.operations, span, { shapes }),
    ),
  ];
  const notes = JSON.stringify(trace.notes);
  const text = `{"displayTimeUnit":"ms","otherData":${notes},"traceEvents":[\n${parts.join(',\n')}\n]}\n`;
  await writeFileAtomic(path, text);
}

function named(what: 'process_name' | 'thread_name', tid: number, name: string): string {
  return JSON.stringify({ name: what, ph: 'M', pid: PROCESS, tid, args: { name } });
}

function complete(
  name: string,
  cat: string,
  tid: number,
  span: { readonly startUs: number; readonly durationUs: number },
  args: Readonly<Record<string, string>>,
): string {
  // Nanoseconds are enough, and keep a span inside its parent: both ends are rounded alike.
  const start = Math.round(span.startUs * 1000);
  const end = Math.round((span.startUs + span.durationUs) * 1000);
  return JSON.stringify({
    name,
    cat,
    ph: 'X',
    ts: start / 1000,
    dur: (end - start) / 1000,
    pid: PROCESS,
    tid,
    args,
  });
}
