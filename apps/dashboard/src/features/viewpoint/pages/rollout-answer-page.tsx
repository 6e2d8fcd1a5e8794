/** /runs/NAME/rollouts/LINE: the viewpoint screen with one completion of a GRPO run. */
import type { RolloutDetail } from '@parallax/eval-api/schema';
import { useQuery } from '@tanstack/react-query';
import { Link } from 'wouter';
import { rolloutQuery } from '../../../api/evaluations.ts';
import { Answer } from '../../../ui/page/answer.tsx';
import { rolloutsLink } from '../../../ui/page/links.ts';
import { Facts } from '../../../ui/show/facts.tsx';
import { signed, words } from '../../../ui/show/format.ts';
import { RewardParts } from '../../../ui/show/reward-parts.tsx';
import { AnsweredBy } from '../answered-by.tsx';
import { Chain } from '../chain.tsx';
import { Prompt } from '../prompt.tsx';
import { Viewpoint } from '../viewpoint.tsx';

export default function RolloutAnswerPage({ run, line }: { run: string; line: number }) {
  const query = useQuery(rolloutQuery(run, line));
  return <Answer query={query}>{(detail) => <Rollout detail={detail} />}</Answer>;
}

function Rollout({ detail }: { detail: RolloutDetail }) {
  const { run, line, step, kind, questionId, question, chain } = detail;
  const { completion, reward, rewardParts, advantage, tokens, truncated, prompt } = detail;
  const answer = (
    <>
      <section aria-label="Answer of the policy">
        <h2>Answer of the policy</h2>
        <pre className="completion">{completion}</pre>
        <Facts
          items={[
            ['reward', reward.toFixed(2)],
            ['advantage', signed(advantage, 2)],
            ['tokens', `${tokens}${truncated ? ', cut off' : ''}`],
          ]}
        />
        <RewardParts parts={rewardParts} />
      </section>
      <Chain title="Claims of the policy" verdict={chain} />
      <Prompt text={prompt} />
    </>
  );
  return (
    <>
      <header className="title">
        <h1>{words(kind)}</h1>
        <span className="quiet">
          rollout of <Link href={`${rolloutsLink(run)}?step=${step}`}>{`${run}, step ${step}`}</Link>
        </span>
      </header>
      {question === null ? (
        <>
          <p className="hint">
            The data set of this question is not in this lab: its geometry cannot be shown.
          </p>
          {answer}
        </>
      ) : (
        <>
          <AnsweredBy questionId={questionId} dataset={question.dataset} shown={`${run}/${line}`} />
          <Viewpoint detail={question} imageUrls={question.imageUrls}>
            {answer}
          </Viewpoint>
        </>
      )}
    </>
  );
}
