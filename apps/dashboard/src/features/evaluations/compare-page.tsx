/** /compare?a=NAME&b=NAME: where two evaluations disagree. */
import type { Comparison, SampleRow } from '@parallax/eval-api/schema';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { Link, useSearchParams } from 'wouter';
import { compareQuery } from '../../api/evaluations.ts';
import { EndlessList } from '../../ui/list/endless-list.tsx';
import { Answer, Empty } from '../../ui/page/answer.tsx';
import { evaluationLink, sampleLink } from '../../ui/page/links.ts';
import { Facts } from '../../ui/show/facts.tsx';
import { count, percent, words } from '../../ui/show/format.ts';
import { OutcomeMark } from '../../ui/show/mark.tsx';

const ROW_HEIGHT_PX = 60;

export function ComparePage() {
  const [search] = useSearchParams();
  const [a, b] = [search.get('a'), search.get('b')];
  return (
    <>
      <h1>Disagreement</h1>
      {a === null || b === null ? (
        <Empty title="Two evaluations are needed">
          Tick two in the <Link href="/evaluations">table of evaluations</Link>.
        </Empty>
      ) : (
        <Disagreement a={a} b={b} />
      )}
    </>
  );
}

function Disagreement({ a, b }: { a: string; b: string }) {
  const query = useInfiniteQuery(compareQuery(a, b));
  const items = useMemo(() => query.data?.pages.flatMap((page) => page.items) ?? [], [query.data]);
  return (
    <Answer query={query}>
      {({ pages: [first] }) =>
        first === undefined ? null : (
          <>
            <Sums comparison={first} />
            {items.length === 0 ? (
              <Empty title="No disagreement">On every shared sample both give the same answer.</Empty>
            ) : (
              <EndlessList
                label="Samples on which they differ"
                items={items}
                rowHeightPx={ROW_HEIGHT_PX}
                hasMore={query.hasNextPage && !query.isFetchingNextPage}
                loadMore={query.fetchNextPage}
                keyOf={(item) => item.a.sampleId}
              >
                {(item) => (
                  <div className="versus-row">
                    <span className="versus-kind">
                      {words(item.a.kind)} <span className="quiet">right: {item.a.answer}</span>
                    </span>
                    <Side evaluation={a} model={first.a.model} sample={item.a} />
                    <Side evaluation={b} model={first.b.model} sample={item.b} />
                  </div>
                )}
              </EndlessList>
            )}
          </>
        )
      }
    </Answer>
  );
}

function Sums({
  comparison: { a, b, shared, onlyA, onlyB, aBetter, bBetter, pValue },
}: {
  comparison: Comparison;
}) {
  const overall = (metrics: Comparison['a']['metrics']): string => {
    const found = metrics.find(({ kind }) => kind === 'overall');
    return found === undefined ? '–' : `${percent(found.accuracy)} %`;
  };
  return (
    <Facts
      items={[
        [
          'A',
          <span key="a">
            <Link href={evaluationLink(a.name)}>{a.model}</Link> {overall(a.metrics)}
          </span>,
        ],
        [
          'B',
          <span key="b">
            <Link href={evaluationLink(b.name)}>{b.model}</Link> {overall(b.metrics)}
          </span>,
        ],
        ['shared samples', count(shared)],
        ['only one has', count(onlyA + onlyB)],
        ['A better', count(aBetter)],
        ['B better', count(bBetter)],
        ['McNemar, two-sided', `p = ${pValue < 0.001 ? pValue.toExponential(1) : pValue.toFixed(3)}`],
      ]}
    />
  );
}

function Side({ evaluation, model, sample }: { evaluation: string; model: string; sample: SampleRow }) {
  return (
    <Link className="versus-side" href={sampleLink(evaluation, sample.sampleId)}>
      <strong>{model}</strong> <OutcomeMark outcome={sample.outcome} /> <span>{sample.parsed ?? '–'}</span>
    </Link>
  );
}
