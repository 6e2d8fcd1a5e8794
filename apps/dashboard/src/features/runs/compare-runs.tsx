/** /compare-runs?runs=A,B: the curves of several runs in the same charts. */
import type { RunMetrics } from '@parallax/eval-api/schema';
import { useQueries } from '@tanstack/react-query';
import { Link, useSearchParams } from 'wouter';
import { metricsQuery } from '../../api/runs.ts';
import { CURVE_COLOURS } from '../../ui/chart/plot.ts';
import { Empty, Failure, Loading } from '../../ui/page/answer.tsx';
import { runLink } from '../../ui/page/links.ts';
import { Curves } from './curves.tsx';

export function CompareRuns() {
  const [search] = useSearchParams();
  const names = (search.get('runs') ?? '').split(',').filter((name) => name !== '');
  const { answers, error } = useQueries({
    queries: names.map(metricsQuery),
    combine: combined,
  });
  return (
    <>
      <h1>Runs side by side</h1>
      {names.length === 0 ? (
        <Empty title="No runs chosen">
          Tick some in the <Link href="/runs">list of runs</Link>.
        </Empty>
      ) : error !== null ? (
        <Failure error={error} />
      ) : answers === null ? (
        <Loading />
      ) : (
        <>
          <ul className="legend">
            {names.map((name, i) => (
              <li key={name}>
                <span
                  className="swatch"
                  style={{ background: `var(${CURVE_COLOURS[i % CURVE_COLOURS.length]})` }}
                  aria-hidden="true"
                />
                <Link href={runLink(name)}>{name}</Link>
              </li>
            ))}
          </ul>
          <Curves runs={answers} />
        </>
      )}
    </>
  );
}

/** Outside the component: the same function gives the same object for the same answers. */
function combined(results: readonly { data: RunMetrics | undefined; error: Error | null }[]) {
  const data = results.flatMap((result) => result.data ?? []);
  const error = results.find((result) => result.error !== null)?.error ?? null;
  const answers = data.map(({ run, series }) => ({ name: run, series }));
  return { answers: data.length === results.length ? answers : null, error };
}
