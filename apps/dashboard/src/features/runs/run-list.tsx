/** /runs: all training runs of the lab. */
import type { RunSummary } from '@parallax/eval-api/schema';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { Link } from 'wouter';
import { runsQuery } from '../../api/runs.ts';
import { Answer, Empty } from '../../ui/page/answer.tsx';
import { compareRunsLink, datasetLink, runLink } from '../../ui/page/links.ts';
import { count } from '../../ui/show/format.ts';
import { StateMark } from '../../ui/show/mark.tsx';

export function RunList() {
  const query = useQuery(runsQuery());
  return (
    <>
      <h1>Runs</h1>
      <Answer query={query}>
        {({ runs }) =>
          runs.length === 0 ? (
            <Empty title="No runs yet">
              Everything in ten minutes: <code>./parallax demo --out LAB</code>. One run:{' '}
              <code>
                ./parallax train sft --recipe recipes/nano/recipe.yaml --dataset LAB/datasets/NAME --out
                LAB/runs/NAME
              </code>
              . LAB is the folder given to <code>serve --lab</code>.
            </Empty>
          ) : (
            <RunTable runs={runs} />
          )
        }
      </Answer>
    </>
  );
}

function RunTable({ runs }: { runs: readonly RunSummary[] }) {
  const [chosen, setChosen] = useState<readonly string[]>([]);
  const toggle = (name: string): void =>
    setChosen(chosen.includes(name) ? chosen.filter((other) => other !== name) : [...chosen, name]);
  return (
    <>
      <div className="wide">
        <table className="data">
          <thead>
            <tr>
              <th scope="col">
                <span className="sr">Compare</span>
              </th>
              <th scope="col">Run</th>
              <th scope="col">Stage</th>
              <th scope="col">State</th>
              <th scope="col" className="number">
                Step
              </th>
              <th scope="col">Data sets</th>
              <th scope="col">Last change</th>
            </tr>
          </thead>
          <tbody>
            {runs.map((run) => (
              <tr key={run.name}>
                <td>
                  <input
                    type="checkbox"
                    aria-label={`Compare ${run.name}`}
                    checked={chosen.includes(run.name)}
                    onChange={() => toggle(run.name)}
                  />
                </td>
                <td>
                  <Link href={runLink(run.name)}>{run.name}</Link>
                </td>
                <td>{run.stage.toUpperCase()}</td>
                <td>
                  <StateMark state={run.state} />
                </td>
                <td className="number">
                  <Progress run={run} />
                </td>
                <td>
                  {run.datasets.length === 0 && <span className="quiet">not in this lab</span>}
                  {run.datasets.map((name) => (
                    <Link key={name} href={datasetLink(name)}>
                      {name}{' '}
                    </Link>
                  ))}
                </td>
                <td>
                  <When at={run.updatedAt} />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <p>
        {chosen.length < 2 ? (
          <span className="hint">Tick two or more runs to see their curves in one chart.</span>
        ) : (
          <Link className="button" href={compareRunsLink(chosen)}>
            Compare {chosen.length} runs
          </Link>
        )}
      </p>
    </>
  );
}

function Progress({ run: { lastStep, plannedSteps } }: { run: RunSummary }) {
  return (
    <>
      {lastStep === null ? '–' : count(lastStep)}
      {plannedSteps !== null && <span className="quiet"> / {count(plannedSteps)}</span>}
    </>
  );
}

function When({ at }: { at: string | null }) {
  if (at === null) return '–';
  return (
    <time dateTime={at}>
      {new Date(at).toLocaleString('en-GB', { dateStyle: 'medium', timeStyle: 'short' })}
    </time>
  );
}
