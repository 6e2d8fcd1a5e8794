/** /evaluations/NAME: categories and samples of one evaluation. */
import type { EvaluationDetail } from '@parallax/eval-api/schema';
import { useQuery } from '@tanstack/react-query';
import { Link } from 'wouter';
import { evaluationQuery } from '../../../api/evaluations.ts';
import { Answer } from '../../../ui/page/answer.tsx';
import { datasetLink, runLink } from '../../../ui/page/links.ts';
import { ConfigTree } from '../../../ui/show/config-tree.tsx';
import { Facts } from '../../../ui/show/facts.tsx';
import { digestHead } from '../../../ui/show/format.ts';
import { Categories } from './categories.tsx';
import { SampleList } from './sample-list.tsx';

export function EvaluationPage({ name }: { name: string }) {
  const query = useQuery(evaluationQuery(name));
  return (
    <Answer query={query}>{(evaluation) => <Page key={evaluation.name} evaluation={evaluation} />}</Answer>
  );
}

function Page({ evaluation }: { evaluation: EvaluationDetail }) {
  const { name, model, task, dataset, checkpoint, weightsDigest, codeCommit, metrics } = evaluation;
  return (
    <>
      <header className="title">
        <h1>{model}</h1>
        <span className="quiet">{task}</span>
      </header>
      <Facts
        items={[
          ['evaluation', name],
          [
            'data set',
            dataset === null ? (
              'not in this lab'
            ) : (
              <Link key="dataset" href={datasetLink(dataset)}>
                {dataset}
              </Link>
            ),
          ],
          [
            'checkpoint',
            checkpoint === null ? (
              'not in this lab'
            ) : (
              <Link key="checkpoint" href={runLink(checkpoint.run)}>
                {checkpoint.run}, step {checkpoint.step}
              </Link>
            ),
          ],
          [
            'weights',
            weightsDigest === null ? 'none' : <code key="weights">{digestHead(weightsDigest)}</code>,
          ],
          ['code', <code key="code">{codeCommit.slice(0, 10)}</code>],
        ]}
      />
      <Categories evaluation={evaluation} />
      <details>
        <summary>Config</summary>
        <ConfigTree config={evaluation.config} />
      </details>
      <h2>Samples</h2>
      <SampleList
        evaluation={name}
        kinds={metrics.map(({ kind }) => kind).filter((kind) => kind !== 'overall')}
      />
    </>
  );
}
