/** /evaluations/NAME/samples/ID: the viewpoint screen with what a model answered. */
import type { SampleDetail } from '@parallax/eval-api/schema';
import { useQuery } from '@tanstack/react-query';
import { Link, useSearchParams } from 'wouter';
import { sampleQuery } from '../../../api/evaluations.ts';
import { Completion } from '../../../ui/answer/completion.tsx';
import { ImagePair } from '../../../ui/answer/image-pair.tsx';
import { Answer } from '../../../ui/page/answer.tsx';
import { evaluationLink, sampleLink, samplesLink } from '../../../ui/page/links.ts';
import { Neighbours } from '../../../ui/page/neighbours.tsx';
import { count, words } from '../../../ui/show/format.ts';
import { OutcomeMark } from '../../../ui/show/mark.tsx';
import { AnsweredBy } from '../answered-by.tsx';
import { Chain } from '../chain.tsx';
import { Prompt } from '../prompt.tsx';
import { Viewpoint } from '../viewpoint.tsx';

type Filter = Readonly<Record<'kind' | 'outcome' | 'text', string | undefined>>;

export default function SamplePage({ evaluation, sampleId }: { evaluation: string; sampleId: string }) {
  const [search] = useSearchParams();
  const of = (name: string): string | undefined => search.get(name) ?? undefined;
  const filter: Filter = { kind: of('kind'), outcome: of('outcome'), text: of('text') };
  const query = useQuery({
    ...sampleQuery(evaluation, sampleId, filter),
    // The old sample stays until the new one is here: moving along with "j" must not flicker.
    placeholderData: (previous) => previous,
  });
  return <Answer query={query}>{(detail) => <Sample detail={detail} filter={filter} />}</Answer>;
}

function Sample({ detail, filter }: { detail: SampleDetail; filter: Filter }) {
  const { evaluation, outcome, sample, question, chain, imageUrls, readings, previous, next } = detail;
  const answer = (
    <>
      <Completion sample={sample} readings={readings} />
      <Chain title="Claims of the model" verdict={chain} />
      {question !== null && <Chain title="Chain of the data set" verdict={question.chain} closed />}
      <Prompt text={sample.prompt} />
    </>
  );
  return (
    <>
      <header className="title">
        <h1>{words(sample.kind)}</h1>
        <OutcomeMark outcome={outcome} />
        <Position detail={detail} filter={filter} />
        <Neighbours
          previous={previous === null ? null : sampleLink(evaluation, previous, filter)}
          next={next === null ? null : sampleLink(evaluation, next, filter)}
          what="sample"
        />
      </header>
      {question === null ? (
        <>
          <p className="hint">
            The data set of this sample is not in this lab: its geometry cannot be shown.
          </p>
          <ImagePair urls={imageUrls} />
          <p className="prompt">{sample.prompt}</p>
          {answer}
        </>
      ) : (
        <>
          <AnsweredBy questionId={sample.sampleId} dataset={question.dataset} shown={evaluation} />
          <Viewpoint detail={question} imageUrls={imageUrls} chosen={sample.score?.parsed.value ?? null}>
            {answer}
          </Viewpoint>
        </>
      )}
    </>
  );
}

function Position({ detail, filter }: { detail: SampleDetail; filter: Filter }) {
  const { evaluation, model, rank, total } = detail;
  const narrowed = Object.values(filter).filter((value) => value !== undefined);
  const row = rank === null ? undefined : String(rank + 1);
  return (
    <span className="quiet">
      answered by <Link href={evaluationLink(evaluation)}>{model}</Link>,{' '}
      <Link href={samplesLink(evaluation, { ...filter, row })}>
        {rank === null ? 'outside' : `${count(rank + 1)} of`} {count(total)}
        {narrowed.length === 0 ? ' samples' : ` (${narrowed.map((value) => words(value)).join(', ')})`}
      </Link>
    </span>
  );
}
