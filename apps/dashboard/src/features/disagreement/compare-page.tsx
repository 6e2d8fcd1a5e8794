/** /compare?a=NAME&b=NAME&cell=only-a&kind=K&at=ID: where two evaluations disagree. */
import type { Comparison } from '@parallax/eval-api/schema';
import { useQuery } from '@tanstack/react-query';
import { Link, useSearchParams } from 'wouter';
import { compareQuery } from '../../api/evaluations.ts';
import { Filter } from '../../ui/list/filter.tsx';
import { Answer, Empty } from '../../ui/page/answer.tsx';
import { evaluationLink } from '../../ui/page/links.ts';
import { Facts } from '../../ui/show/facts.tsx';
import { count, percent, pValue } from '../../ui/show/format.ts';
import { McNemarTable } from './mcnemar-table.tsx';
import { PairDetail } from './pair-detail.tsx';
import { PairList } from './pair-list.tsx';

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
  const [search] = useSearchParams();
  const filter = { cell: search.get('cell') ?? undefined, kind: search.get('kind') ?? undefined };
  const query = useQuery({
    ...compareQuery(a, b, filter, 0),
    placeholderData: (previous) => previous,
  });
  const at = search.get('at');
  return (
    <Answer query={query}>
      {(comparison) => (
        <>
          <Sums comparison={comparison} />
          <div className="versus-head">
            <McNemarTable comparison={comparison} />
            <p className="controls">
              <Filter name="kind" label="Kind" values={comparison.kinds} />
            </p>
          </div>
          {comparison.total === 0 ? (
            <Empty title="No such samples">
              No shared sample is in this cell. Choose another number of the table.
            </Empty>
          ) : (
            <div className={at === null ? 'versus-panes' : 'versus-panes open'}>
              <PairList comparison={comparison} filter={filter} at={at} />
              {at !== null && <PairDetail comparison={comparison} filter={filter} at={at} />}
            </div>
          )}
        </>
      )}
    </Answer>
  );
}

function Sums({ comparison: { a, b, shared, onlyInA, onlyInB, pValue: p } }: { comparison: Comparison }) {
  const named = ({ name, model, metrics }: Comparison['a']) => {
    const overall = metrics.find(({ kind }) => kind === 'overall');
    return (
      <span key={name}>
        <Link href={evaluationLink(name)}>{model}</Link>{' '}
        {overall === undefined ? '–' : `${percent(overall.accuracy)} %`}
      </span>
    );
  };
  return (
    <Facts
      items={[
        ['task', a.task],
        ['A', named(a)],
        ['B', named(b)],
        ['shared samples', count(shared)],
        ['only one has', count(onlyInA + onlyInB)],
        ['McNemar, two-sided', `p = ${pValue(p)}`],
      ]}
    />
  );
}
