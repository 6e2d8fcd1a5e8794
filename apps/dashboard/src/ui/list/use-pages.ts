/** The pages of a long list that are in sight. */
import { type QueryKey, type UseQueryOptions, useQueries } from '@tanstack/react-query';
import { useEffect, useState } from 'react';

export interface ListPage<T> {
  readonly items: readonly T[];
  readonly total: number;
}

/** A scroll bar that flies past asks for nothing; a page that stays in sight this long is fetched. */
const SETTLE_MS = 40;

/** @param first the first row in sight. @param last the last one. @returns the row at an index; undefined until it is here. */
export function usePages<T, P extends ListPage<T>, K extends QueryKey>(
  pageQuery: (index: number) => UseQueryOptions<P, Error, P, K>,
  pageSize: number,
  first: number,
  last: number,
): (index: number) => T | undefined {
  const [from, to] = [Math.floor(Math.max(0, first) / pageSize), Math.floor(Math.max(0, last) / pageSize)];
  const [settled, setSettled] = useState<readonly [number, number]>([0, 0]);
  useEffect(() => {
    const timer = setTimeout(() => setSettled([from, to]), SETTLE_MS);
    return () => clearTimeout(timer);
  }, [from, to]);
  const still = settled[0] === from && settled[1] === to;
  const numbers = Array.from({ length: to - from + 1 }, (_, i) => from + i);
  const pages = useQueries({
    queries: numbers.map((number) => ({ ...pageQuery(number), enabled: still })),
  });
  return (index) => pages[Math.floor(index / pageSize) - from]?.data?.items[index % pageSize];
}
