/** The items of one cell, the two answers side by side. */
import type { Comparison, SampleRow } from '@parallax/eval-api/schema';
import { Link } from 'wouter';
import { compareQuery, LIST_PAGE, type PairFilter } from '../../api/evaluations.ts';
import { LongList } from '../../ui/list/long-list.tsx';
import { compareLink } from '../../ui/page/links.ts';
import { words } from '../../ui/show/format.ts';
import { OutcomeMark } from '../../ui/show/mark.tsx';

const ROW_HEIGHT_PX = 64;

interface PairListProps {
  readonly comparison: Comparison;
  readonly filter: PairFilter;
  /** Sample that is open. */
  readonly at: string | null;
}

export function PairList({ comparison: { a, b, total, items }, filter, at }: PairListProps) {
  const open = items.findIndex((item) => item.a.sampleId === at);
  return (
    <div className="versus-list">
      <LongList
        key={JSON.stringify(filter)}
        label="Samples on which they differ"
        total={total}
        rowHeightPx={ROW_HEIGHT_PX}
        besideItem={at !== null}
        current={open === -1 ? undefined : open}
        pageQuery={(index) => compareQuery(a.name, b.name, filter, index)}
        pageSize={LIST_PAGE}
      >
        {(item: Comparison['items'][number]) => (
          <Link
            className={item.a.sampleId === at ? 'versus-row chosen' : 'versus-row'}
            href={compareLink(a.name, b.name, { ...filter, at: item.a.sampleId })}
            replace
            tabIndex={-1}
          >
            <span className="versus-kind">
              {words(item.a.kind)} <span className="quiet">right: {item.a.answer}</span>
            </span>
            <Side model={a.model} sample={item.a} />
            <Side model={b.model} sample={item.b} />
          </Link>
        )}
      </LongList>
    </div>
  );
}

function Side({ model, sample }: { model: string; sample: SampleRow }) {
  return (
    <span className="versus-side">
      <strong>{model}</strong> <OutcomeMark outcome={sample.outcome} /> {sample.parsed ?? '–'}
    </span>
  );
}
