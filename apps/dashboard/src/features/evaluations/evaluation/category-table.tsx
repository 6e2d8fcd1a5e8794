/** Accuracy by question kind with all that qualifies it; beside another model's, with the paired difference. */
import type { EvaluationSummary, PairedTest } from '@parallax/eval-api/schema';
import { count, percent, words } from '../../../ui/show/format.ts';
import { IntervalBar } from '../../../ui/show/interval-bar.tsx';
import { TestedMark } from '../../../ui/show/tested-mark.tsx';

interface CategoryTableProps {
  readonly evaluation: EvaluationSummary;
  /** Another model and its paired tests: `a` is the other one. */
  readonly beside?: { readonly other: EvaluationSummary; readonly tests: readonly PairedTest[] } | undefined;
}

const COLUMNS = ['95 % interval', 'Chance', 'Above chance', 'n', 'Groups', 'Unparsed %', 'Errors %'];

export function CategoryTable({ evaluation: { model, metrics }, beside }: CategoryTableProps) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable with the keyboard
    <section className="wide" tabIndex={0} aria-label="Accuracy by kind">
      <table className="data board">
        <thead>
          <tr>
            <th scope="col">Kind</th>
            <th scope="col">
              <span className="sr">Bar</span>
            </th>
            <th scope="col" className="right-head">
              {beside === undefined ? 'Accuracy %' : `${model} %`}
            </th>
            {beside !== undefined && (
              <>
                <th scope="col" className="right-head">
                  {beside.other.model} %
                </th>
                <th scope="col" className="right-head">
                  Difference
                </th>
              </>
            )}
            {COLUMNS.map((column) => (
              <th key={column} scope="col" className="right-head">
                {column}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {metrics.map((metric) => {
            const rival = beside?.other.metrics.find(({ kind }) => kind === metric.kind);
            const test = beside?.tests.find(({ kind }) => kind === metric.kind);
            return (
              <tr key={metric.kind} className={metric.kind === 'overall' ? 'overall' : undefined}>
                <th scope="row">{words(metric.kind)}</th>
                <td className="score broad">
                  <IntervalBar value={metric.accuracy} interval={metric.ci95} chance={metric.chance} />
                  {rival !== undefined && (
                    <IntervalBar value={rival.accuracy} interval={rival.ci95} chance={rival.chance} second />
                  )}
                </td>
                <td className="number">
                  <strong>{percent(metric.accuracy)}</strong>
                </td>
                {beside !== undefined && (
                  <>
                    <td className="number">{rival === undefined ? '–' : percent(rival.accuracy)}</td>
                    <td className="number">
                      {test === undefined ? (
                        '–'
                      ) : (
                        <TestedMark test={test} of={model} against={beside.other.model} />
                      )}
                    </td>
                  </>
                )}
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
            );
          })}
        </tbody>
      </table>
    </section>
  );
}
