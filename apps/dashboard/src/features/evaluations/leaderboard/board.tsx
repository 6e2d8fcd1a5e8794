/** Models against the question kinds of one task and data set. */
import { useState } from 'react';
import { Link } from 'wouter';
import { compareLink } from '../../../ui/page/links.ts';
import { words } from '../../../ui/show/format.ts';
import { type EvaluationBoard, type ShownTest, testOf } from './boards.ts';
import { ScoreTable } from './score-table.tsx';

interface BoardProps {
  readonly board: EvaluationBoard;
  readonly tests: readonly ShownTest[];
  readonly reference: string | null;
}

export function Board({ board: { task, dataset, evaluations }, tests, reference }: BoardProps) {
  const [chosen, setChosen] = useState<readonly string[]>([]);
  const kinds = [...new Set(evaluations.flatMap(({ metrics }) => metrics.map(({ kind }) => kind)))];
  const toggle = (name: string): void =>
    setChosen(chosen.includes(name) ? chosen.filter((other) => other !== name) : [...chosen, name].slice(-2));
  const [a, b] = chosen;
  const rows = evaluations.map(({ name, model, metrics }) => ({
    key: name,
    model,
    note: evaluations.filter((other) => other.model === model).length > 1 ? name : undefined,
    lead: (
      <input
        type="checkbox"
        aria-label={`Compare ${model}`}
        checked={chosen.includes(name)}
        onChange={() => toggle(name)}
      />
    ),
    cells: new Map(
      metrics.map((metric) => [
        metric.kind,
        { evaluation: name, metric, test: testOf(tests, name, metric.kind) },
      ]),
    ),
  }));
  return (
    <section>
      <h2>
        {task} <span className="quiet">{dataset}</span>
      </h2>
      <ScoreTable
        caption={`Models on ${task} ${dataset ?? ''}`}
        columns={kinds.map((kind) => ({ key: kind, label: words(kind) }))}
        rows={rows}
        reference={reference}
      />
      {a !== undefined && b !== undefined ? (
        <p>
          <Link className="button" href={compareLink(a, b)}>
            Where do they disagree?
          </Link>
        </p>
      ) : (
        evaluations.length > 1 && <p className="hint">Tick two models to see where they disagree.</p>
      )}
    </section>
  );
}
