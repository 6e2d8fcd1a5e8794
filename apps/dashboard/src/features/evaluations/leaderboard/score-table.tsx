/** Rows of models, columns of scores: bar with interval and chance, the paired mark, and headers that sort. */
import type { EvaluationSummary, PairedTest } from '@parallax/eval-api/schema';
import type { ReactNode } from 'react';
import { Link, useSearchParams } from 'wouter';
import { evaluationLink } from '../../../ui/page/links.ts';
import { count, percent } from '../../../ui/show/format.ts';
import { IntervalBar } from '../../../ui/show/interval-bar.tsx';
import { TestedMark } from '../../../ui/show/tested-mark.tsx';

export interface ScoreCell {
  readonly evaluation: string;
  readonly metric: EvaluationSummary['metrics'][number];
  readonly test?: PairedTest | undefined;
}

export interface ScoreRow {
  readonly key: string;
  readonly model: string;
  /** Beside the model's name, where two rows would be called the same. */
  readonly note?: string | undefined;
  /** In front of the name. */
  readonly lead?: ReactNode;
  /** By column. */
  readonly cells: ReadonlyMap<string, ScoreCell>;
}

interface ScoreTableProps {
  readonly caption: string;
  readonly columns: readonly { readonly key: string; readonly label: string }[];
  readonly rows: readonly ScoreRow[];
  /** Model that the marks compare with. */
  readonly reference: string | null;
}

export function ScoreTable({ caption, columns, rows, reference }: ScoreTableProps) {
  const [search, setSearch] = useSearchParams();
  const asked = search.get('sort');
  const sort = asked === 'model' || columns.some(({ key }) => key === asked) ? asked : columns[0]?.key;
  const rising = search.has('dir') ? search.get('dir') === 'asc' : sort === 'model';
  const sortBy = (key: string): void => {
    const changed = new URLSearchParams(search);
    changed.set('sort', key);
    changed.set('dir', key === sort ? (rising ? 'desc' : 'asc') : key === 'model' ? 'asc' : 'desc');
    setSearch(changed, { replace: true });
  };
  const value = (row: ScoreRow): number => row.cells.get(sort ?? '')?.metric.accuracy ?? -1;
  const ordered = [...rows].sort((a, b) => {
    const order = sort === 'model' ? a.model.localeCompare(b.model) : value(a) - value(b);
    return rising ? order : -order;
  });
  const head = (key: string, label: string): ReactNode => (
    <th key={key} scope="col" aria-sort={key === sort ? (rising ? 'ascending' : 'descending') : undefined}>
      <button type="button" className="sort" onClick={() => sortBy(key)}>
        {label} <span aria-hidden="true">{key === sort ? (rising ? '↑' : '↓') : ''}</span>
      </button>
    </th>
  );
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable with the keyboard
    <section className="wide" tabIndex={0} aria-label={caption}>
      <table className="data board">
        <thead>
          <tr>
            {head('model', 'Model')}
            {columns.map(({ key, label }) => head(key, label))}
          </tr>
        </thead>
        <tbody>
          {ordered.map((row) => (
            <tr key={row.key}>
              <th scope="row">
                {row.lead} {row.model}
                {row.note !== undefined && <span className="note">{row.note}</span>}
              </th>
              {columns.map(({ key, label }) => (
                <Cell
                  key={key}
                  cell={row.cells.get(key)}
                  name={`${row.model}, ${label}`}
                  model={row.model}
                  reference={reference}
                />
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

interface CellProps {
  readonly cell: ScoreCell | undefined;
  readonly name: string;
  readonly model: string;
  readonly reference: string | null;
}

function Cell({ cell, name, model, reference }: CellProps) {
  if (cell === undefined) return <td className="quiet">–</td>;
  const { accuracy, ci95, chance, n, unparsedRate } = cell.metric;
  return (
    <td className="score">
      <span className="score-line">
        <Link href={evaluationLink(cell.evaluation)} aria-label={`${percent(accuracy)} %, ${name}`}>
          <strong>{percent(accuracy)}</strong>
        </Link>
        <span className="quiet">
          {percent(ci95[0])}–{percent(ci95[1])}
        </span>
        {cell.test !== undefined && reference !== null && (
          <TestedMark test={cell.test} of={model} against={reference} />
        )}
      </span>
      <IntervalBar value={accuracy} interval={ci95} chance={chance} />
      <span className="score-foot">
        n {count(n)}, unparsed {percent(unparsedRate)} %
      </span>
    </td>
  );
}
