/** /runs/NAME: curves, checkpoints, config. */
import type { RunDetail } from '@parallax/eval-api/schema';
import { useQuery } from '@tanstack/react-query';
import { Link } from 'wouter';
import { useLiveMetrics } from '../../api/live-metrics.ts';
import { runQuery } from '../../api/runs.ts';
import { Answer } from '../../ui/page/answer.tsx';
import { datasetLink, rolloutsLink, runLink } from '../../ui/page/links.ts';
import { Facts } from '../../ui/show/facts.tsx';
import { count, seconds } from '../../ui/show/format.ts';
import { Mark, StateMark } from '../../ui/show/mark.tsx';
import { Checkpoints } from './checkpoints.tsx';
import { Curves } from './curves.tsx';
import { RunConfig } from './run-config.tsx';

export function RunPage({ name }: { name: string }) {
  const query = useQuery(runQuery(name));
  return <Answer query={query}>{(run) => <Run key={run.name} run={run} />}</Answer>;
}

function Run({ run }: { run: RunDetail }) {
  const { metrics, live } = useLiveMetrics(run.name, run.state !== 'finished');
  const rollouts = run.rolloutSteps.reduce((sum, step) => sum + step.rollouts, 0);
  return (
    <>
      <header className="title">
        <h1>{run.name}</h1>
        <StateMark state={run.state} />
        {live && <Mark tone="live">live</Mark>}
        {rollouts > 0 && (
          <Link className="button" href={rolloutsLink(run.name)}>
            Rollouts ({count(rollouts)})
          </Link>
        )}
      </header>
      <Facts items={factsOf(run)} />
      <h2>Curves</h2>
      <Answer query={metrics}>{({ series }) => <Curves runs={[{ name: run.name, series }]} />}</Answer>
      <h2>Checkpoints</h2>
      <Checkpoints checkpoints={run.checkpoints} />
      <h2>Config</h2>
      <RunConfig run={run} />
    </>
  );
}

function progressOf({ lastStep, plannedSteps }: RunDetail): string {
  const done = lastStep === null ? '–' : count(lastStep);
  return plannedSteps === null ? done : `${done} of ${count(plannedSteps)}`;
}

function factsOf(run: RunDetail): (readonly [string, React.ReactNode])[] {
  const links = (names: readonly string[], to: (name: string) => string) =>
    names.map((name) => (
      <Link key={name} href={to(name)}>
        {name}{' '}
      </Link>
    ));
  const spent = run.result?.['seconds'];
  const { name: backend, device } = run.backend;
  return [
    ['stage', run.stage.toUpperCase()],
    ['step', progressOf(run)],
    ['data sets', run.datasets.length === 0 ? 'not in this lab' : links(run.datasets, datasetLink)],
    [
      'started from',
      run.parents.length > 0 ? (
        links(run.parents, runLink)
      ) : run.parentWeights === null ? (
        'random weights'
      ) : (
        <code key="parent">{run.parentWeights.slice(0, 10)}</code>
      ),
    ],
    ['back end', [backend, device].filter((part) => typeof part === 'string').join(', ') || '–'],
    ...(typeof spent === 'number' ? [['time', seconds(spent)] as const] : []),
    ['code', <code key="code">{run.codeCommit.slice(0, 10)}</code>],
  ];
}
