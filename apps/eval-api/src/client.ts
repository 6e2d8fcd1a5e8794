/**
 * The API as functions, for the dashboard and for scripts: answers are checked against the schemas of the server.
 * Runs in a browser.
 */
import type { z } from 'zod';
import {
  AnswerListSchema,
  type Cell,
  ComparisonSchema,
  DatasetDetailSchema,
  DatasetListSchema,
  EvaluationDetailSchema,
  EvaluationListSchema,
  KindComparisonSchema,
  LabSchema,
  type MetricsEvent,
  MetricsEventSchema,
  type Outcome,
  type Problem,
  ProblemSchema,
  QuestionDetailSchema,
  QuestionPageSchema,
  ReferenceTestsSchema,
  ReportListSchema,
  RolloutDetailSchema,
  RolloutStepSchema,
  RunDetailSchema,
  RunListSchema,
  RunMetricsSchema,
  SampleDetailSchema,
  SamplePageSchema,
} from './schema.ts';

export type * from './schema.ts';

export interface ClientOptions {
  /** Bearer token, for servers that ask for one. */
  readonly token?: string;
  /** Default: the platform's. Tests give the app's own `request`. */
  readonly fetch?: (input: string, init: RequestInit) => Promise<Response>;
}

export interface PageQuery {
  readonly cursor?: string | undefined;
  /** 1..200, default 50. */
  readonly limit?: number | undefined;
}

export interface QuestionQuery extends PageQuery {
  readonly kind?: string | undefined;
  readonly split?: string | undefined;
}

export interface SampleQuery extends PageQuery {
  readonly kind?: string | undefined;
  readonly outcome?: Outcome | undefined;
  readonly text?: string | undefined;
  readonly offset?: number | undefined;
}

export type SampleFilter = Pick<SampleQuery, 'kind' | 'outcome' | 'text'>;

export interface CompareQuery extends PageQuery {
  readonly cell?: Cell | undefined;
  readonly kind?: string | undefined;
  readonly at?: string | undefined;
  readonly offset?: number | undefined;
}

export interface MetricsQuery {
  /** Default: all. */
  readonly keys?: readonly string[] | undefined;
  /** Only later steps. */
  readonly after?: number | undefined;
  /** Per curve, default 2000. */
  readonly maxPoints?: number | undefined;
}

/** An answer that is an error: what went wrong, and what to do. */
export class ApiError extends Error {
  readonly problem: Problem;

  constructor(problem: Problem) {
    super(problem.detail);
    this.name = 'ApiError';
    this.problem = problem;
  }
}

type Query = Readonly<Record<string, string | number | undefined>>;

/** @param baseUrl "" for the server that the page came from, else "http://127.0.0.1:8787". */
export function createClient(baseUrl = '', options: ClientOptions = {}) {
  const send = options.fetch ?? ((input, init) => fetch(input, init));
  const headers: Record<string, string> =
    options.token === undefined ? {} : { authorization: `Bearer ${options.token}` };
  const get = async <S extends z.ZodType>(
    schema: S,
    path: string,
    query: Query = {},
  ): Promise<z.infer<S>> => {
    const response = await send(`${baseUrl}${path}${searchOf(query)}`, { headers });
    if (!response.ok) throw new ApiError(await problemOf(response));
    return schema.parse(await response.json());
  };
  return {
    lab: () => get(LabSchema, '/api/lab'),
    datasets: () => get(DatasetListSchema, '/api/datasets'),
    dataset: (name: string) => get(DatasetDetailSchema, `/api/datasets/${part(name)}`),
    questions: (dataset: string, query: QuestionQuery = {}) =>
      get(QuestionPageSchema, `/api/datasets/${part(dataset)}/questions`, { ...query }),
    question: (questionId: string, dataset?: string) =>
      get(QuestionDetailSchema, `/api/questions/${part(questionId)}`, { dataset }),
    answers: (questionId: string, dataset?: string) =>
      get(AnswerListSchema, `/api/questions/${part(questionId)}/answers`, { dataset }),
    rollout: (run: string, line: number) => get(RolloutDetailSchema, `/api/rollouts/${part(run)}/${line}`),
    runs: () => get(RunListSchema, '/api/runs'),
    run: (name: string) => get(RunDetailSchema, `/api/runs/${part(name)}`),
    metrics: (run: string, query: MetricsQuery = {}) =>
      get(RunMetricsSchema, `/api/runs/${part(run)}/metrics`, { ...query, keys: query.keys?.join(',') }),
    rollouts: (run: string, step: number) =>
      get(RolloutStepSchema, `/api/runs/${part(run)}/rollouts`, { step }),
    evaluations: () => get(EvaluationListSchema, '/api/evaluations'),
    evaluation: (name: string) => get(EvaluationDetailSchema, `/api/evaluations/${part(name)}`),
    samples: (evaluation: string, query: SampleQuery = {}) =>
      get(SamplePageSchema, `/api/evaluations/${part(evaluation)}/samples`, { ...query }),
    sample: (evaluation: string, sampleId: string, filter: SampleFilter = {}) =>
      get(SampleDetailSchema, `/api/samples/${part(evaluation)}/${part(sampleId)}`, { ...filter }),
    compare: (a: string, b: string, query: CompareQuery = {}) =>
      get(ComparisonSchema, '/api/compare', { a, b, ...query }),
    compareKinds: (a: string, b: string) => get(KindComparisonSchema, '/api/compare/kinds', { a, b }),
    referenceTests: (model: string, task?: string) =>
      get(ReferenceTestsSchema, '/api/reference-tests', { model, task }),
    reports: () => get(ReportListSchema, '/api/reports'),
    /**
     * Address of the run's stream of new metrics lines, for `new EventSource(...)`. Events: "metrics" (data:
     * `parseMetricsEvent`), "reset" (the file was cut back: forget the curves, all lines follow), "finished" (close
     * the source). `after`: the last step that the page has.
     */
    eventsUrl: (run: string, after?: number) =>
      `${baseUrl}/api/runs/${part(run)}/events${searchOf({ after })}`,
  };
}

export type Client = ReturnType<typeof createClient>;

/** Data of an SSE event "metrics". */
export function parseMetricsEvent(data: string): MetricsEvent {
  return MetricsEventSchema.parse(JSON.parse(data));
}

function part(text: string): string {
  return encodeURIComponent(text);
}

function searchOf(query: Query): string {
  const search = new URLSearchParams();
  for (const [key, value] of Object.entries(query)) if (value !== undefined) search.set(key, String(value));
  return search.size === 0 ? '' : `?${search}`;
}

async function problemOf(response: Response): Promise<Problem> {
  const parsed = ProblemSchema.safeParse(await response.json().catch(() => null));
  if (parsed.success) return parsed.data;
  const { status, statusText } = response;
  return {
    ...{ type: 'about:blank', title: statusText, status, code: 'no-problem-document' },
    detail: `The server answered ${status} without saying why.`,
  };
}
