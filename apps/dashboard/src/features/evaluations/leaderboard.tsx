/** /evaluations: models against question kinds. */
import type { EvaluationSummary } from '@parallax/eval-api/schema';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { Link } from 'wouter';
import { evaluationsQuery, reportsQuery } from '../../api/evaluations.ts';
import { Answer, Empty } from '../../ui/page/answer.tsx';
import { compareLink, evaluationLink } from '../../ui/page/links.ts';
import { percent, words } from '../../ui/show/format.ts';
import { IntervalBar } from '../../ui/show/interval-bar.tsx';

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
              Run <code>./parallax evaluate</code> on a checkpoint or a served model.
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

/** One table a task and data set: accuracies of different questions do not belong in one column. */
function Boards({ evaluations }: { evaluations: readonly EvaluationSummary[] }) {
  const boards = Map.groupBy(evaluations, (each) => `${each.task} ${each.datasetDigest ?? ''}`);
  return (
    <>
      <p className="hint">
        Bar: accuracy in percent. Whisker: 95 % interval. Broken line: chance. Tick two models of one table to
        see where they disagree.
      </p>
      {[...boards].map(([key, rows]) => (
        <Board key={key} rows={rows} />
      ))}
    </>
  );
}

function Board({ rows }: { rows: readonly EvaluationSummary[] }) {
  const [chosen, setChosen] = useState<readonly string[]>([]);
  const kinds = [...new Set(rows.flatMap(({ metrics }) => metrics.map(({ kind }) => kind)))];
  const overall = (row: EvaluationSummary): number => row.metrics.find(isOverall)?.accuracy ?? 0;
  const ordered = [...rows].sort((a, b) => overall(b) - overall(a));
  const toggle = (name: string): void =>
    setChosen(chosen.includes(name) ? chosen.filter((other) => other !== name) : [...chosen, name].slice(-2));
  const [a, b] = chosen;
  return (
    <section>
      <h2>
        {rows[0]?.task} <span className="quiet">{rows[0]?.dataset}</span>
      </h2>
      <div className="wide">
        <table className="data board">
          <thead>
            <tr>
              <th scope="col">
                <span className="sr">Compare</span>
              </th>
              <th scope="col">Model</th>
              {kinds.map((kind) => (
                <th key={kind} scope="col" className="number">
                  {words(kind)}
                </th>
              ))}
              <th scope="col" className="number right-head">
                n
              </th>
              <th scope="col" className="number right-head">
                Unparsed %
              </th>
            </tr>
          </thead>
          <tbody>
            {ordered.map((row) => (
              <tr key={row.name}>
                <td>
                  <input
                    type="checkbox"
                    aria-label={`Compare ${row.model}`}
                    checked={chosen.includes(row.name)}
                    onChange={() => toggle(row.name)}
                  />
                </td>
                <td>
                  <Link href={evaluationLink(row.name)}>{row.model}</Link>
                </td>
                {kinds.map((kind) => (
                  <Cell key={kind} metric={row.metrics.find((each) => each.kind === kind)} />
                ))}
                <td className="number">{row.metrics.find(isOverall)?.n}</td>
                <td className="number">{percent(row.metrics.find(isOverall)?.unparsedRate ?? 0)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {a !== undefined && b !== undefined && (
        <p>
          <Link className="button" href={compareLink(a, b)}>
            Where do they disagree?
          </Link>
        </p>
      )}
    </section>
  );
}

const isOverall = ({ kind }: { kind: string }): boolean => kind === 'overall';

function Cell({ metric }: { metric: EvaluationSummary['metrics'][number] | undefined }) {
  if (metric === undefined) return <td className="number quiet">–</td>;
  const { accuracy, ci95, chance } = metric;
  return (
    <td className="score">
      <strong>{percent(accuracy)}</strong>{' '}
      <span className="quiet">
        {percent(ci95[0])}–{percent(ci95[1])}
      </span>
      <IntervalBar value={accuracy} interval={ci95} chance={chance} />
    </td>
  );
}
