/** Evaluations made up for tests of the report: questions q0, q1, ... that are right where the test says so. */
import { computeMetrics } from '../../runner/metrics.ts';
import type { EvalLog, EvalSample } from '../../schema.ts';
import type { ReportEvaluation, ReportInput } from '../report-input.ts';

export const N = 200;

interface Made {
  readonly kindOf?: (i: number) => string;
  readonly more?: (i: number) => Partial<EvalSample>;
  readonly task?: string;
  readonly model?: string;
  readonly config?: Readonly<Record<string, unknown>>;
  readonly ids?: readonly string[];
}

export function evaluationOf(right: (i: number) => boolean, made: Made = {}): ReportEvaluation {
  const ids = made.ids ?? Array.from({ length: N }, (_, i) => `q${i}`);
  const samples = ids.map((sampleId, i): EvalSample => {
    const value = right(i) ? 1 : 0;
    return {
      sampleId,
      kind: made.kindOf?.(i) ?? 'k',
      groupId: sampleId,
      prompt: '',
      imageDigests: ['a'.repeat(64), 'b'.repeat(64)],
      answer: 'A',
      chance: 0.25,
      completion: 'A',
      score: { value, parts: [], parsed: { value: 'A', span: null, failure: null } },
      error: null,
      latencyMs: 1,
      completionTokens: 1,
      ...made.more?.(i),
    };
  });
  const log: EvalLog = {
    schemaVersion: 1,
    codeCommit: 'c',
    type: 'evaluation',
    evaluationId: 'e',
    task: made.task ?? 't',
    model: made.model ?? 'm',
    weightsDigest: null,
    datasetDigest: null,
    config: { temperature: 0, ...made.config },
    metrics: computeMetrics(samples),
    samplesSha256: 'b'.repeat(64),
  };
  return { log, samples };
}

export function under(name: string, right: (i: number) => boolean, made: Made = {}): ReportEvaluation {
  const config = { ...made.config, control: name, controlOf: 't' };
  return evaluationOf(right, { ...made, task: `t+${name}`, config });
}

export function inputOf(
  evaluations: readonly ReportEvaluation[],
  more: Partial<ReportInput> = {},
): ReportInput {
  return { title: 't', evaluations, runs: [], datasets: [], examples: [], ...more };
}
