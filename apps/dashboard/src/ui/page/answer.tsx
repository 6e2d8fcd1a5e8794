/** What stands where data will be, is missing or could not be had. */
import type { UseQueryResult } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { ZodError } from 'zod';
import { ApiError } from '../../api/request.ts';

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
  const { title, detail, remedy } = wording(error);
  return (
    <section className="failure" role="alert">
      <h2>{title}</h2>
      <p>{detail}</p>
      {remedy !== undefined && <p className="remedy">{remedy}</p>}
      {retry !== undefined && (
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
      remedy: 'Stop `parallax serve`, start it again, and reload this page.',
    };
  }
  return {
    title: 'The server does not answer',
    detail: error.message,
    remedy: 'Is `parallax serve` still running? Start it again and reload this page.',
  };
}
