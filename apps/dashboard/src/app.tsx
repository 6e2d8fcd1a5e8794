/** Addresses -> screens. */
import { lazy, Suspense } from 'react';
import { Link, Redirect, Route, Switch } from 'wouter';
import { DatasetList } from './features/datasets/dataset-list.tsx';
import { DatasetPage } from './features/datasets/dataset-page.tsx';
import { ComparePage } from './features/disagreement/compare-page.tsx';
import { EvaluationPage } from './features/evaluations/evaluation/evaluation-page.tsx';
import { Leaderboard } from './features/evaluations/leaderboard/leaderboard.tsx';
import { RolloutPage } from './features/rollouts/rollout-page.tsx';
import { CompareRuns } from './features/runs/compare-runs.tsx';
import { RunList } from './features/runs/run-list.tsx';
import { RunPage } from './features/runs/run-page.tsx';
import { Empty, Loading } from './ui/page/answer.tsx';
import { Layout } from './ui/page/layout.tsx';

// three comes with these only.
const QuestionPage = lazy(() => import('./features/viewpoint/pages/question-page.tsx'));
const RolloutAnswerPage = lazy(() => import('./features/viewpoint/pages/rollout-answer-page.tsx'));
const SamplePage = lazy(() => import('./features/viewpoint/pages/sample-page.tsx'));

export function App() {
  return (
    <Layout>
      <Suspense fallback={<Loading />}>
        <Switch>
          <Route path="/">
            <Redirect to="/runs" replace />
          </Route>
          <Route path="/runs" component={RunList} />
          <Route path="/compare-runs" component={CompareRuns} />
          <Route path="/runs/:name">{({ name }) => <RunPage name={decoded(name)} />}</Route>
          <Route path="/runs/:name/rollouts">{({ name }) => <RolloutPage run={decoded(name)} />}</Route>
          <Route path="/runs/:name/rollouts/:line">
            {({ name, line }) => <RolloutAnswerPage run={decoded(name)} line={Number(line)} />}
          </Route>
          <Route path="/datasets" component={DatasetList} />
          <Route path="/datasets/:name">{({ name }) => <DatasetPage name={decoded(name)} />}</Route>
          <Route path="/questions/:id">{({ id }) => <QuestionPage id={decoded(id)} />}</Route>
          <Route path="/evaluations" component={Leaderboard} />
          <Route path="/compare" component={ComparePage} />
          <Route path="/evaluations/:name">{({ name }) => <EvaluationPage name={decoded(name)} />}</Route>
          <Route path="/evaluations/:name/samples/:id">
            {({ name, id }) => <SamplePage evaluation={decoded(name)} sampleId={decoded(id)} />}
          </Route>
          <Route>
            <Empty title="No such page">
              The address names no screen of this dashboard. <Link href="/runs">Runs</Link>,{' '}
              <Link href="/datasets">data sets</Link> and <Link href="/evaluations">evaluations</Link> are its
              rooms.
            </Empty>
          </Route>
        </Switch>
      </Suspense>
    </Layout>
  );
}

/** The router leaves %2F alone, so that ids may hold slashes. */
function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}
