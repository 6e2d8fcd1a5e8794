/** Queries about data sets and questions. */
import {
  DatasetDetailSchema,
  DatasetListSchema,
  QuestionDetailSchema,
  QuestionPageSchema,
} from '@parallax/eval-api/schema';
import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import { request } from './request.ts';

const part = encodeURIComponent;
const PAGE = 100;

export const datasetsQuery = () =>
  queryOptions({ queryKey: ['datasets'], queryFn: () => request(DatasetListSchema, '/api/datasets') });

export const datasetQuery = (name: string) =>
  queryOptions({
    queryKey: ['dataset', name],
    queryFn: () => request(DatasetDetailSchema, `/api/datasets/${part(name)}`),
  });

export interface QuestionFilter {
  readonly kind?: string | undefined;
  readonly split?: string | undefined;
}

export const questionsQuery = (dataset: string, filter: QuestionFilter) =>
  infiniteQueryOptions({
    queryKey: ['questions', dataset, filter],
    queryFn: ({ pageParam }) =>
      request(QuestionPageSchema, `/api/datasets/${part(dataset)}/questions`, {
        ...filter,
        ...{ cursor: pageParam, limit: PAGE },
      }),
    // The first page has no cursor.
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.nextCursor ?? undefined,
  });

export const questionQuery = (questionId: string, dataset: string | undefined) =>
  queryOptions({
    queryKey: ['question', questionId, dataset],
    queryFn: () => request(QuestionDetailSchema, `/api/questions/${part(questionId)}`, { dataset }),
  });
