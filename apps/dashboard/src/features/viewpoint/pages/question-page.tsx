/** /questions/ID: a question of a data set. */
import { useQuery } from '@tanstack/react-query';
import { Link, useSearchParams } from 'wouter';
import { questionQuery } from '../../../api/data.ts';
import { Answer } from '../../../ui/page/answer.tsx';
import { datasetLink, questionLink } from '../../../ui/page/links.ts';
import { Neighbours } from '../../../ui/page/neighbours.tsx';
import { words } from '../../../ui/show/format.ts';
import { AnsweredBy } from '../answered-by.tsx';
import { Chain } from '../chain.tsx';
import { Viewpoint } from '../viewpoint.tsx';

export default function QuestionPage({ id }: { id: string }) {
  const [search] = useSearchParams();
  const query = useQuery({
    ...questionQuery(id, search.get('dataset') ?? undefined),
    // The old question stays until the new one is here: moving along with "j" must not flicker.
    placeholderData: (previous) => previous,
  });
  return (
    <Answer query={query}>
      {(detail) => (
        <>
          <header className="title">
            <h1>{words(detail.question.kind)}</h1>
            <span className="quiet">
              question {detail.position + 1} of{' '}
              <Link href={datasetLink(detail.dataset)}>{detail.dataset}</Link>, {detail.question.split}
            </span>
            <Neighbours
              previous={detail.previous === null ? null : questionLink(detail.previous, detail.dataset)}
              next={detail.next === null ? null : questionLink(detail.next, detail.dataset)}
              what="question"
            />
          </header>
          <AnsweredBy questionId={detail.question.questionId} dataset={detail.dataset} shown={null} />
          <Viewpoint detail={detail} imageUrls={detail.imageUrls}>
            <Chain title="Chain of the data set" verdict={detail.chain} />
          </Viewpoint>
        </>
      )}
    </Answer>
  );
}
