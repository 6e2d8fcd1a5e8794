/** The samples of an evaluation; filters stand in the address. */
import { OutcomeSchema, type SampleRow } from '@parallax/eval-api/schema';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { Link, useSearchParams } from 'wouter';
import { samplesQuery } from '../../api/evaluations.ts';
import { EndlessList } from '../../ui/list/endless-list.tsx';
import { Filter } from '../../ui/list/filter.tsx';
import { Answer, Empty } from '../../ui/page/answer.tsx';
import { sampleLink } from '../../ui/page/links.ts';
import { words } from '../../ui/show/format.ts';
import { OutcomeMark } from '../../ui/show/mark.tsx';

const ROW_HEIGHT_PX = 40;

export function SampleList({ evaluation, kinds }: { evaluation: string; kinds: readonly string[] }) {
  const [search] = useSearchParams();
  const filter = { kind: search.get('kind') ?? undefined, outcome: search.get('outcome') ?? undefined };
  const query = useInfiniteQuery(samplesQuery(evaluation, filter));
  const samples = useMemo(() => query.data?.pages.flatMap((page) => page.samples) ?? [], [query.data]);
  return (
    <>
      <p className="controls">
        <Filter name="outcome" label="Outcome" values={OutcomeSchema.options} />
        <Filter name="kind" label="Kind" values={kinds} />
      </p>
      <Answer query={query}>
        {() =>
          samples.length === 0 ? (
            <Empty title="No such samples">
              No sample of this evaluation passes the filters. Widen them.
            </Empty>
          ) : (
            <EndlessList
              label="Samples"
              items={samples}
              rowHeightPx={ROW_HEIGHT_PX}
              hasMore={query.hasNextPage && !query.isFetchingNextPage}
              loadMore={query.fetchNextPage}
              keyOf={(sample) => sample.sampleId}
            >
              {(sample) => <Row evaluation={evaluation} sample={sample} />}
            </EndlessList>
          )
        }
      </Answer>
    </>
  );
}

function Row({ evaluation, sample }: { evaluation: string; sample: SampleRow }) {
  const { sampleId, kind, outcome, answer, parsed, completion } = sample;
  return (
    <Link className="sample-row" href={sampleLink(evaluation, sampleId)}>
      <OutcomeMark outcome={outcome} />
      <span className="cell-kind">{words(kind)}</span>
      <span className="cell-answer">
        {parsed ?? '–'} <span className="quiet">of {answer}</span>
      </span>
      <span className="cell-text">{completion ?? 'no reply'}</span>
    </Link>
  );
}
