/** All questions of a data set as an endless wall of cards; filters stand in the address. */
import type { DatasetDetail, QuestionRow } from '@parallax/eval-api/schema';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { Link, useSearchParams } from 'wouter';
import { questionsQuery } from '../../api/data.ts';
import { EndlessList } from '../../ui/list/endless-list.tsx';
import { Filter } from '../../ui/list/filter.tsx';
import { useColumns } from '../../ui/list/use-columns.ts';
import { Answer, Empty } from '../../ui/page/answer.tsx';
import { questionLink } from '../../ui/page/links.ts';
import { words } from '../../ui/show/format.ts';

const CARD_HEIGHT_PX = 272;
const CARD_WIDTH_PX = 300;

export function Gallery({ dataset }: { dataset: DatasetDetail }) {
  const [search] = useSearchParams();
  const filter = { kind: search.get('kind') ?? undefined, split: search.get('split') ?? undefined };
  const query = useInfiniteQuery(questionsQuery(dataset.name, filter));
  const columns = useColumns(CARD_WIDTH_PX);
  const questions = useMemo(() => query.data?.pages.flatMap((page) => page.questions) ?? [], [query.data]);
  return (
    <>
      <p className="controls">
        <Filter name="kind" label="Kind" values={[...new Set(dataset.kinds.map(({ kind }) => kind))]} />
        <Filter name="split" label="Split" values={[...new Set(dataset.kinds.map(({ split }) => split))]} />
      </p>
      <Answer query={query}>
        {() =>
          questions.length === 0 ? (
            <Empty title="No such questions">
              No question of this data set passes the filters. Widen them.
            </Empty>
          ) : (
            <EndlessList
              label="Questions"
              items={questions}
              rowHeightPx={CARD_HEIGHT_PX}
              columns={columns}
              hasMore={query.hasNextPage && !query.isFetchingNextPage}
              loadMore={query.fetchNextPage}
              keyOf={(question) => question.questionId}
            >
              {(question) => <Card question={question} />}
            </EndlessList>
          )
        }
      </Answer>
    </>
  );
}

function Card({ question }: { question: QuestionRow }) {
  const { questionId, dataset, kind, split, imageUrls, text, options, answer, answerType } = question;
  const letter = answerType === 'choice' ? options[answer.charCodeAt(0) - 65] : undefined;
  return (
    <Link className="card" href={questionLink(questionId, dataset)}>
      <span className="pictures">
        {imageUrls.slice(0, 2).map((url, i) => (
          <img key={url} src={url} alt={`View ${i + 1}`} loading="lazy" decoding="async" />
        ))}
      </span>
      <span className="card-head">
        {words(kind)} <span className="quiet">{split}</span>
      </span>
      <span className="card-text">{text.replaceAll('<image>', '').trim()}</span>
      <span className="card-answer">
        <span className="quiet">Answer</span> {answer}
        {letter !== undefined && `. ${letter}`}
      </span>
    </Link>
  );
}
