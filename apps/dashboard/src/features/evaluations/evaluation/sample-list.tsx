/** The samples of an evaluation; filters and the last row stand in the address. */
import { OutcomeSchema, type SampleRow } from '@parallax/eval-api/schema';
import { useQuery } from '@tanstack/react-query';
import { Link, useSearchParams } from 'wouter';
import { LIST_PAGE, samplesQuery } from '../../../api/evaluations.ts';
import { Filter } from '../../../ui/list/filter.tsx';
import { LongList } from '../../../ui/list/long-list.tsx';
import { SearchField } from '../../../ui/list/search-field.tsx';
import { Answer, Empty } from '../../../ui/page/answer.tsx';
import { sampleLink } from '../../../ui/page/links.ts';
import { words } from '../../../ui/show/format.ts';
import { OutcomeMark } from '../../../ui/show/mark.tsx';
import { useSampleFilter } from './sample-filter.ts';

const ROW_HEIGHT_PX = 40;

export function SampleList({ evaluation, kinds }: { evaluation: string; kinds: readonly string[] }) {
  const [search] = useSearchParams();
  const filter = useSampleFilter();
  const query = useQuery({
    ...samplesQuery(evaluation, filter, 0),
    // The old length stays while another filter is being read.
    placeholderData: (previous) => previous,
  });
  const row = Number(search.get('row') ?? '0');
  return (
    <>
      <p className="controls">
        <Filter name="outcome" label="Outcome" values={OutcomeSchema.options} />
        <Filter name="kind" label="Kind" values={kinds} />
        <SearchField name="text" label="Search" />
      </p>
      <Answer query={query}>
        {({ total }) =>
          total === 0 ? (
            <Empty title="No such samples">
              No sample of this evaluation passes the filters. Widen them.
            </Empty>
          ) : (
            <LongList
              key={JSON.stringify(filter)}
              label="Samples"
              total={total}
              rowHeightPx={ROW_HEIGHT_PX}
              opensAt={row > 0 ? row - 1 : undefined}
              pageQuery={(index) => samplesQuery(evaluation, filter, index)}
              pageSize={LIST_PAGE}
            >
              {(sample: SampleRow, index) => (
                <Row sample={sample} to={sampleLink(evaluation, sample.sampleId, filter)} index={index} />
              )}
            </LongList>
          )
        }
      </Answer>
    </>
  );
}

function Row({ sample, to, index }: { sample: SampleRow; to: string; index: number }) {
  const { kind, outcome, answer, parsed, excerpt } = sample;
  return (
    <Link className="sample-row" href={to} tabIndex={-1} onClick={() => rememberRow(index)}>
      <OutcomeMark outcome={outcome} />
      <span className="cell-kind">{words(kind)}</span>
      <span className="cell-answer">
        {parsed ?? '–'} {parsed !== answer && <span className="quiet">(right: {answer})</span>}
      </span>
      <span className="cell-text">{excerpt ?? 'no reply'}</span>
    </Link>
  );
}

/** So that "back" returns to this row. */
function rememberRow(index: number): void {
  const address = new URL(location.href);
  address.searchParams.set('row', String(index + 1));
  history.replaceState(history.state, '', address);
}
