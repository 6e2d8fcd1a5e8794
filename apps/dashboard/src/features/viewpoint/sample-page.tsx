/** /evaluations/NAME/samples/ID: the viewpoint screen with what a model answered. */
import type { SampleDetail } from '@parallax/eval-api/schema';
import { useQuery } from '@tanstack/react-query';
import { Link } from 'wouter';
import { sampleQuery } from '../../api/evaluations.ts';
import { Answer } from '../../ui/page/answer.tsx';
import { evaluationLink, sampleLink } from '../../ui/page/links.ts';
import { Neighbours } from '../../ui/page/neighbours.tsx';
import { words } from '../../ui/show/format.ts';
import { OutcomeMark } from '../../ui/show/mark.tsx';
import { Chain } from './chain.tsx';
import { Completion } from './completion.tsx';
import { ImagePair } from './image-pair.tsx';
import { Viewpoint } from './viewpoint.tsx';

export default function SamplePage({ evaluation, sampleId }: { evaluation: string; sampleId: string }) {
  const query = useQuery({
    ...sampleQuery(evaluation, sampleId),
    // The old sample stays until the new one is here: moving along with "j" must not flicker.
    placeholderData: (previous) => previous,
  });
  return <Answer query={query}>{(detail) => <Sample detail={detail} />}</Answer>;
}

function Sample({ detail }: { detail: SampleDetail }) {
  const { evaluation, model, outcome, sample, question, chain, imageUrls, previous, next } = detail;
  const answer = (
    <>
      <Completion sample={sample} />
      <Chain title="Claims of the model" verdict={chain} />
      {question !== null && <Chain title="Chain of the data set" verdict={question.chain} closed />}
    </>
  );
  return (
    <>
      <header className="title">
        <h1>{words(sample.kind)}</h1>
        <OutcomeMark outcome={outcome} />
        <span className="quiet">
          answered by <Link href={evaluationLink(evaluation)}>{model}</Link>
        </span>
        <Neighbours
          previous={previous === null ? null : sampleLink(evaluation, previous)}
          next={next === null ? null : sampleLink(evaluation, next)}
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
        <Viewpoint detail={question} imageUrls={imageUrls} chosen={sample.score?.parsed.value ?? null}>
          {answer}
        </Viewpoint>
      )}
    </>
  );
}
