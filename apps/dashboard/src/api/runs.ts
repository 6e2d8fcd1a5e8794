/** Queries about training runs. */
import {
  RolloutStepSchema,
  RunDetailSchema,
  RunListSchema,
  type RunMetrics,
  RunMetricsSchema,
} from '@parallax/eval-api/schema';
import { queryOptions } from '@tanstack/react-query';
import { request } from './request.ts';

const part = encodeURIComponent;

/** Points per curve: more than any screen has columns. */
const MAX_POINTS = 3000;
/** The list says which runs are alive. */
const LIST_REFRESH_MS = 5000;

export const runsQuery = () =>
  queryOptions({
    queryKey: ['runs'],
    queryFn: () => request(RunListSchema, '/api/runs'),
    refetchInterval: LIST_REFRESH_MS,
  });

export const runQuery = (name: string) =>
  queryOptions({
    queryKey: ['run', name],
    queryFn: () => request(RunDetailSchema, `/api/runs/${part(name)}`),
  });

export const metricsQuery = (name: string) =>
  queryOptions({
    queryKey: ['metrics', name],
    queryFn: (): Promise<RunMetrics> =>
      request(RunMetricsSchema, `/api/runs/${part(name)}/metrics`, { maxPoints: MAX_POINTS }),
    staleTime: Number.POSITIVE_INFINITY,
  });

export const rolloutsQuery = (name: string, step: number | undefined) =>
  queryOptions({
    queryKey: ['rollouts', name, step],
    queryFn: () => request(RolloutStepSchema, `/api/runs/${part(name)}/rollouts`, { step }),
    placeholderData: (previous) => previous,
  });

export const eventsUrl = (name: string, after: number): string =>
  `/api/runs/${part(name)}/events?after=${after}`;
