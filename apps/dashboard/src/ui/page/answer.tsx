/** What stands where data will be, is missing or could not be had. */
import type { UseQueryResult } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { Link, useLocation } from 'wouter';
import { ZodError } from 'zod';
import { ApiError, isUnreachable } from '../../api/request.ts';
import { roomOf } from './rooms.ts';

export function Loading() {
  return (
    <p className="loading" role="status">
      Loading …
    </p>
  );
}

export function Empty({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section className="empty">
      <h2>{title}</h2>
      <p>{children}</p>
    </section>
  );
}

export function Failure({ error, retry }: { error: Error; retry?: () => unknown }) {
  const [path] = useLocation();
  const { title, detail, remedy } = wording(error);
  const room = isMissing(error) ? roomOf(path) : undefined;
  return (
    <section className="failure" role="alert">
      <h2>{title}</h2>
      <p>{detail}</p>
      {remedy !== undefined && <p className="remedy">{remedy}</p>}
      {room !== undefined && (
        <Link className="button" href={room.to}>
          All {room.word.toLowerCase()}
        </Link>
      )}
      {room === undefined && retry !== undefined && (
        <button type="button" onClick={() => retry()}>
          Try again
        </button>
      )}
    </section>
  );
}

type Pending<T> = Pick<UseQueryResult<T, Error>, 'data' | 'error' | 'refetch'>;

/** Shows the data as soon as there is some, the failure when there is none. */
export function Answer<T>({ query, children }: { query: Pending<T>; children: (data: T) => ReactNode }) {
  if (query.data !== undefined) return children(query.data);
  if (query.error !== null) return <Failure error={query.error} retry={query.refetch} />;
  return <Loading />;
}

/** Asking again for what is not there brings nothing: the way on is the list. */
function isMissing(error: Error): boolean {
  return error instanceof ApiError && error.problem.status === 404;
}

function wording(error: Error): { title: string; detail: string; remedy?: string | undefined } {
  if (error instanceof ApiError) {
    const { title, detail, remedy } = error.problem;
    return { title, detail, remedy };
  }
  if (error instanceof ZodError) {
    const [issue] = error.issues;
    return {
      title: 'The server speaks another version',
      detail: `Its answer has an unexpected ${issue?.path.join('.') ?? 'shape'}: ${issue?.message ?? ''}`,
      remedy: 'Stop ./parallax serve, start it again, and reload this page.',
    };
  }
  if (isUnreachable(error)) {
    return {
      title: 'The server does not answer',
      detail: 'It is not running, or cannot be reached from here.',
      remedy: 'Start ./parallax serve again: this page then goes on by itself.',
    };
  }
  return { title: 'This page cannot be shown', detail: error.message };
}
