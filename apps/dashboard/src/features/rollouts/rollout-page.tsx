/** /runs/NAME/rollouts?step=N: what the policy wrote at one step of GRPO, group by group. */
import { useQuery } from '@tanstack/react-query';
import { Link, useSearchParams } from 'wouter';
import { rolloutsQuery, runQuery } from '../../api/runs.ts';
import { Answer, Empty } from '../../ui/page/answer.tsx';
import { rolloutsLink, runLink } from '../../ui/page/links.ts';
import { Neighbours } from '../../ui/page/neighbours.tsx';
import { RolloutGroup } from './rollout-group.tsx';
import { StepSlider } from './step-slider.tsx';

export function RolloutPage({ run }: { run: string }) {
  const query = useQuery(runQuery(run));
  return (
    <Answer query={query}>
      {({ rolloutSteps }) => (
        <>
          <header className="title">
            <h1>
              Rollouts of <Link href={runLink(run)}>{run}</Link>
            </h1>
          </header>
          {rolloutSteps.length === 0 ? (
            <Empty title="No rollouts kept">
              Only GRPO runs have them; <code>keepRollouts</code> in the recipe says how many a step.
            </Empty>
          ) : (
            <Steps run={run} steps={rolloutSteps} />
          )}
        </>
      )}
    </Answer>
  );
}

interface StepsProps {
  readonly run: string;
  readonly steps: readonly {
    readonly step: number;
    readonly rollouts: number;
    readonly meanReward: number;
  }[];
}

function Steps({ run, steps }: StepsProps) {
  const [search, setSearch] = useSearchParams();
  const asked = Number(search.get('step') ?? Number.NaN);
  const found = steps.findIndex(({ step }) => step === asked);
  const index = found === -1 ? steps.length - 1 : found;
  const step = steps[index]?.step;
  const query = useQuery(rolloutsQuery(run, step));
  const linkTo = (at: number): string | null => {
    const target = steps[at];
    return target === undefined ? null : `${rolloutsLink(run)}?step=${target.step}`;
  };
  return (
    <>
      <div className="controls">
        <StepSlider
          steps={steps}
          index={index}
          onMove={(at) => setSearch({ step: String(steps[at]?.step ?? 0) }, { replace: true })}
        />
        <Neighbours previous={linkTo(index - 1)} next={linkTo(index + 1)} what="step" />
      </div>
      <Answer query={query}>
        {({ groups }) => (
          <div className="groups" aria-busy={query.isPlaceholderData}>
            {groups.map((group) => (
              <RolloutGroup key={`${group.group} ${group.questionId}`} run={run} group={group} />
            ))}
          </div>
        )}
      </Answer>
    </>
  );
}
