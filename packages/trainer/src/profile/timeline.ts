/** Nested spans of one thread: what ran when, and how much of it was its own time and not that of what it called. */

export interface Span {
  readonly name: string;
  /** `kernel`: an operation of TensorFlow.js, its JavaScript included; `op`: the native operation inside. */
  readonly category: 'kernel' | 'op';
  /** Microseconds since the timeline began. */
  readonly startUs: number;
  readonly durationUs: number;
  /** Duration less that of the spans inside. */
  readonly selfUs: number;
  /** Shapes of the results, such as "8x64x128"; empty when it threw. */
  readonly shapes: string;
}

export interface Timeline {
  /** Runs `body` as a span inside those that are open now. */
  measure<Result>(
    name: string,
    category: Span['category'],
    body: () => Result,
    shapesOf: (result: Result) => string,
  ): Result;
  /** Microseconds since the timeline began. */
  nowUs(): number;
}

/**
 * @param onSpan called at the end of each span: a span inside another comes before it
 * @param clockMs milliseconds, never going back
 */
export function openTimeline(
  onSpan: (span: Span) => void,
  clockMs: () => number = () => performance.now(),
): Timeline {
  const beganMs = clockMs();
  const nowUs = (): number => (clockMs() - beganMs) * 1000;
  /** Time of the finished spans inside each open one. */
  const insideUs: number[] = [];
  return {
    nowUs,
    measure(name, category, body, shapesOf) {
      insideUs.push(0);
      const startUs = nowUs();
      let endUs: number | undefined;
      let shapes = '';
      try {
        const result = body();
        endUs = nowUs();
        shapes = shapesOf(result);
        return result;
      } finally {
        const durationUs = (endUs ?? nowUs()) - startUs;
        const selfUs = durationUs - (insideUs.pop() ?? 0);
        if (insideUs.length > 0) insideUs[insideUs.length - 1]! += durationUs;
        onSpan({ name, category, startUs, durationUs, selfUs, shapes });
      }
    },
  };
}
