/** Queries about evaluations, their samples and comparisons. */
import {
  AnswerListSchema,
  ComparisonSchema,
  EvaluationDetailSchema,
  EvaluationListSchema,
  KindComparisonSchema,
  LabSchema,
  ReferenceTestsSchema,
  ReportListSchema,
  RolloutDetailSchema,
  SampleDetailSchema,
  SamplePageSchema,
} from '@parallax/eval-api/schema';
import { queryOptions } from '@tanstack/react-query';
import { request } from './request.ts';

const part = encodeURIComponent;
/** Rows of a page of a long list. */
export const LIST_PAGE = 100;
/** Pages that are out of sight are forgotten: a list of 100,000 must not stay in memory. */
const LIST_MEMORY_MS = 20_000;

export const labQuery = () =>
  queryOptions({ queryKey: ['lab'], queryFn: () => request(LabSchema, '/api/lab') });

export const reportsQuery = () =>
  queryOptions({ queryKey: ['reports'], queryFn: () => request(ReportListSchema, '/api/reports') });

export const evaluationsQuery = () =>
  queryOptions({
    queryKey: ['evaluations'],
    queryFn: () => request(EvaluationListSchema, '/api/evaluations'),
  });

export const evaluationQuery = (name: string) =>
  queryOptions({
    queryKey: ['evaluation', name],
    queryFn: () => request(EvaluationDetailSchema, `/api/evaluations/${part(name)}`),
  });

export interface SampleFilter {
  readonly kind?: string | undefined;
  readonly outcome?: string | undefined;
  readonly text?: string | undefined;
}

/** Page `index` of the samples that pass the filter. */
export const samplesQuery = (evaluation: string, filter: SampleFilter, index: number) =>
  queryOptions({
    queryKey: ['samples', evaluation, filter, index],
    queryFn: async ({ signal }) => {
      const path = `/api/evaluations/${part(evaluation)}/samples`;
      const query = { ...filter, offset: index * LIST_PAGE, limit: LIST_PAGE };
      const { samples, total } = await request(SamplePageSchema, path, query, signal);
      return { items: samples, total };
    },
    gcTime: LIST_MEMORY_MS,
  });

export const sampleQuery = (evaluation: string, sampleId: string, filter: SampleFilter = {}) =>
  queryOptions({
    queryKey: ['sample', evaluation, sampleId, filter],
    queryFn: () =>
      request(SampleDetailSchema, `/api/samples/${part(evaluation)}/${part(sampleId)}`, { ...filter }),
  });

export interface PairFilter {
  readonly cell?: string | undefined;
  readonly kind?: string | undefined;
}

/** Page `index` of the shared samples of one cell, with the sums. */
export const compareQuery = (a: string, b: string, filter: PairFilter, index: number) =>
  queryOptions({
    queryKey: ['compare', a, b, filter, index],
    queryFn: ({ signal }) => {
      const query = { a, b, ...filter, offset: index * LIST_PAGE, limit: LIST_PAGE };
      return request(ComparisonSchema, '/api/compare', query, signal);
    },
    gcTime: LIST_MEMORY_MS,
  });

/** Where a sample stands in its cell, and its neighbours there. */
export const pairPlaceQuery = (a: string, b: string, filter: PairFilter, at: string) =>
  queryOptions({
    queryKey: ['compare-place', a, b, filter, at],
    queryFn: () => request(ComparisonSchema, '/api/compare', { a, b, ...filter, at, limit: 1 }),
  });

export const compareKindsQuery = (a: string, b: string) =>
  queryOptions({
    queryKey: ['compare-kinds', a, b],
    queryFn: () => request(KindComparisonSchema, '/api/compare/kinds', { a, b }),
  });

export const referenceTestsQuery = (model: string, task: string | undefined) =>
  queryOptions({
    queryKey: ['reference-tests', model, task],
    queryFn: () => request(ReferenceTestsSchema, '/api/reference-tests', { model, task }),
  });

export const answersQuery = (questionId: string, dataset: string) =>
  queryOptions({
    queryKey: ['answers', questionId, dataset],
    queryFn: () => request(AnswerListSchema, `/api/questions/${part(questionId)}/answers`, { dataset }),
  });

export const rolloutQuery = (run: string, line: number) =>
  queryOptions({
    queryKey: ['rollout', run, line],
    queryFn: () => request(RolloutDetailSchema, `/api/rollouts/${part(run)}/${line}`),
  });
