/** /evaluations?task=T&reference=M&sort=C&dir=asc: models against tasks, or against the kinds of one task. */
import type { EvaluationSummary } from '@parallax/eval-api/schema';
import { useQuery } from '@tanstack/react-query';
import { useSearchParams } from 'wouter';
import { evaluationsQuery, referenceTestsQuery, reportsQuery } from '../../../api/evaluations.ts';
import { Filter } from '../../../ui/list/filter.tsx';
import { Answer, Empty } from '../../../ui/page/answer.tsx';
import { Board } from './board.tsx';
import { boardsOf, leaderOf, withoutControls } from './boards.ts';
import { Matrix } from './matrix.tsx';

export function Leaderboard() {
  const query = useQuery(evaluationsQuery());
  const reports = useQuery(reportsQuery()).data?.reports ?? [];
  return (
    <>
      <h1>Evaluations</h1>
      <Answer query={query}>
        {({ evaluations }) =>
          evaluations.length === 0 ? (
            <Empty title="No evaluations yet">
              Run{' '}
              <code>
                ./parallax evaluate --lab LAB --dataset LAB/datasets/NAME --model LAB/runs/NAME --name NAME
              </code>
              ; <code>--model</code> also takes the address of a server. LAB is the folder given to{' '}
              <code>serve --lab</code>.
            </Empty>
          ) : (
            <Boards evaluations={evaluations} />
          )
        }
      </Answer>
      {reports.length > 0 && (
        <>
          <h2>Reports</h2>
          <ul className="plain">
            {reports.map(({ name, url, evaluationIds }) => (
              <li key={name}>
                <a href={url}>{name}</a> <span className="quiet">{evaluationIds.length} evaluations</span>
              </li>
            ))}
          </ul>
        </>
      )}
    </>
  );
}

const NO_REFERENCE = 'none';

function Boards({ evaluations: found }: { evaluations: readonly EvaluationSummary[] }) {
  const [search] = useSearchParams();
  const plain = withoutControls(found);
  const evaluations = search.get('controls') === 'shown' || plain.length === 0 ? found : plain;
  const tasks = [...new Set(evaluations.map((each) => each.task))].sort();
  const models = [...new Set(evaluations.map((each) => each.model))].sort();
  const asked = search.get('task');
  const all = boardsOf(evaluations);
  const task = tasks.find((each) => each === asked) ?? (all.length === 1 ? tasks[0] : undefined);
  const boards = task === undefined ? all : all.filter((board) => board.task === task);
  // The question that a leaderboard is asked first: is anyone really behind the first?
  const leader =
    leaderOf(boards.filter((board) => withoutControls(board.evaluations).length > 0)) ?? leaderOf(boards);
  const chosen = search.get('reference') ?? leader ?? NO_REFERENCE;
  const reference = models.includes(chosen) ? chosen : null;
  const tests = useQuery({
    ...referenceTestsQuery(reference ?? '', task),
    enabled: reference !== null && models.length > 1,
  });
  const shown = tests.data?.tests ?? [];
  return (
    <>
      <p className="controls">
        {tasks.length > 1 && <Filter name="task" label="Task" values={tasks} plain />}
        {models.length > 1 && (
          <Filter
            name="reference"
            label="Compare with"
            values={[...models, NO_REFERENCE]}
            none={`the leader (${leader ?? '–'})`}
            plain
          />
        )}
        {plain.length > 0 && plain.length < found.length && (
          <Filter name="controls" label="Controls" values={['shown']} none="hidden" plain />
        )}
      </p>
      <p className="hint">
        Bar: accuracy in percent. Whisker: 95 % interval. Broken line: chance.
        {reference !== null && models.length > 1 && (
          <>
            {' '}
            Paired with {reference} on shared items: ▲ better, ▼ worse, ≈ not told apart at 5 % after Holm’s
            correction over the comparisons shown; the sign holds difference, interval and p.
          </>
        )}
      </p>
      {tests.error !== null && (
        <p className="bad">The paired tests could not be had: {tests.error.message}</p>
      )}
      {task === undefined ? (
        <Matrix boards={boards} tests={shown} reference={reference} />
      ) : (
        boards.map((board) => <Board key={board.key} board={board} tests={shown} reference={reference} />)
      )}
    </>
  );
}
