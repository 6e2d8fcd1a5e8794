/** Queries about evaluations, their samples and comparisons. */
import {
  ComparisonSchema,
  EvaluationDetailSchema,
  EvaluationListSchema,
  LabSchema,
  ReportListSchema,
  SampleDetailSchema,
  SamplePageSchema,
} from '@parallax/eval-api/schema';
import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import { request } from './request.ts';

const part = encodeURIComponent;
const PAGE = 200;

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
}

export const samplesQuery = (evaluation: string, filter: SampleFilter) =>
  infiniteQueryOptions({
    queryKey: ['samples', evaluation, filter],
    queryFn: ({ pageParam }) =>
      request(SamplePageSchema, `/api/evaluations/${part(evaluation)}/samples`, {
        ...filter,
        ...{ cursor: pageParam, limit: PAGE },
      }),
    // The first page has no cursor.
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.nextCursor ?? undefined,
  });

export const sampleQuery = (evaluation: string, sampleId: string) =>
  queryOptions({
    queryKey: ['sample', evaluation, sampleId],
    queryFn: () => request(SampleDetailSchema, `/api/samples/${part(evaluation)}/${part(sampleId)}`),
  });

export const compareQuery = (a: string, b: string) =>
  infiniteQueryOptions({
    queryKey: ['compare', a, b],
    queryFn: ({ pageParam }) =>
      request(ComparisonSchema, '/api/compare', { a, b, cursor: pageParam, limit: PAGE }),
    // The first page has no cursor.
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.nextCursor ?? undefined,
  });
