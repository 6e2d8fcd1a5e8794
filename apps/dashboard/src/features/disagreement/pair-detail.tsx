/** One item as both models answered it; j and k walk through the cell. */
import type { Comparison, SampleDetail } from '@parallax/eval-api/schema';
import { useQuery } from '@tanstack/react-query';
import { Link } from 'wouter';
import { type PairFilter, pairPlaceQuery, sampleQuery } from '../../api/evaluations.ts';
import { Completion } from '../../ui/answer/completion.tsx';
import { ImagePair } from '../../ui/answer/image-pair.tsx';
import { Answer } from '../../ui/page/answer.tsx';
import { compareLink, sampleLink } from '../../ui/page/links.ts';
import { Neighbours } from '../../ui/page/neighbours.tsx';
import { words } from '../../ui/show/format.ts';
import { OutcomeMark } from '../../ui/show/mark.tsx';

interface PairDetailProps {
  readonly comparison: Comparison;
  readonly filter: PairFilter;
  readonly at: string;
}

export function PairDetail({ comparison: { a, b, total }, filter, at }: PairDetailProps) {
  const [left, right] = [useSide(a.name, at), useSide(b.name, at)];
  const place = useQuery({
    ...pairPlaceQuery(a.name, b.name, filter, at),
    placeholderData: (previous) => previous,
  }).data?.place;
  const linkTo = (id: string | null | undefined): string | null =>
    id === null || id === undefined ? null : compareLink(a.name, b.name, { ...filter, at: id });
  return (
    <section className="versus-detail" aria-label="The item that is open">
      <header className="title">
        <h2>{left.data === undefined ? 'Item' : words(left.data.sample.kind)}</h2>
        <span className="quiet">{place?.rank == null ? '' : `${place.rank + 1} of ${total}`}</span>
        <Neighbours previous={linkTo(place?.previous)} next={linkTo(place?.next)} what="item" />
        <Link href={compareLink(a.name, b.name, { ...filter })} replace>
          Close
        </Link>
      </header>
      <Answer query={left}>
        {({ sample, imageUrls }) => (
          <>
            <ImagePair urls={imageUrls} />
            <p className="prompt">{sample.prompt.replaceAll('<image>', '').trim()}</p>
          </>
        )}
      </Answer>
      <div className="versus-answers">
        {[
          { query: left, evaluation: a },
          { query: right, evaluation: b },
        ].map(({ query, evaluation: { name, model } }) => (
          <Answer key={name} query={query}>
            {(detail) => <SideAnswer detail={detail} model={model} />}
          </Answer>
        ))}
      </div>
    </section>
  );
}

function SideAnswer({ detail, model }: { detail: SampleDetail; model: string }) {
  const { evaluation, outcome, sample, readings } = detail;
  return (
    <article>
      <h3>
        {model} <OutcomeMark outcome={outcome} />
      </h3>
      <Completion sample={sample} readings={readings} name={`Answer of ${model}`} quietly />
      <Link href={sampleLink(evaluation, sample.sampleId)}>Open on the viewpoint screen</Link>
    </article>
  );
}

/** The old item stays until the new one is here: moving along must not flicker. */
function useSide(evaluation: string, at: string) {
  return useQuery({ ...sampleQuery(evaluation, at), placeholderData: (previous) => previous });
}
