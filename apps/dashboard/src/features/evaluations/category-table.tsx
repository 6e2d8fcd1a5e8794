/** Accuracy by question kind with all that qualifies it. */
import type { EvaluationSummary } from '@parallax/eval-api/schema';
import { count, percent, words } from '../../ui/show/format.ts';
import { IntervalBar } from '../../ui/show/interval-bar.tsx';

const COLUMNS = [
  'Accuracy %',
  '95 % interval',
  'Chance',
  'Above chance',
  'n',
  'Groups',
  'Unparsed %',
  'Errors %',
];

export function CategoryTable({ metrics }: { metrics: EvaluationSummary['metrics'] }) {
  return (
    <div className="wide">
      <table className="data board">
        <thead>
          <tr>
            <th scope="col">Kind</th>
            <th scope="col">
              <span className="sr">Bar</span>
            </th>
            {COLUMNS.map((column) => (
              <th key={column} scope="col" className="number right-head">
                {column}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {metrics.map((metric) => (
            <tr key={metric.kind} className={metric.kind === 'overall' ? 'overall' : undefined}>
              <th scope="row">{words(metric.kind)}</th>
              <td className="score broad">
                <IntervalBar value={metric.accuracy} interval={metric.ci95} chance={metric.chance} />
              </td>
              <td className="number">
                <strong>{percent(metric.accuracy)}</strong>
              </td>
              <td className="number" title={metric.interval}>
                {percent(metric.ci95[0])}–{percent(metric.ci95[1])}
              </td>
              <td className="number">{percent(metric.chance)}</td>
              <td className="number" title="(accuracy − chance) / (1 − chance)">
                {percent(metric.chanceCorrected)}
              </td>
              <td className="number">{count(metric.n)}</td>
              <td className="number">{count(metric.groups)}</td>
              <td className="number">{percent(metric.unparsedRate)}</td>
              <td className="number">{percent(metric.errorRate)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
