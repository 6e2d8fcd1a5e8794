/** The curves of one or several runs, one chart a metric, with one slider for their smoothness. */
import type { MetricSeries } from '@parallax/eval-api/schema';
import { useDeferredValue, useId, useMemo, useState } from 'react';
import { Chart } from '../../ui/chart/chart.tsx';
import type { Curve } from '../../ui/chart/plot.ts';
import { Empty } from '../../ui/page/answer.tsx';
import { orderMetrics, SCHEDULED } from './metric-order.ts';

interface CurvesProps {
  readonly runs: readonly { readonly name: string; readonly series: readonly MetricSeries[] }[];
}

export function Curves({ runs }: CurvesProps) {
  const [smoothing, setSmoothing] = useState(0.6);
  // The slider stays with the finger; the charts follow as fast as they can.
  const weight = useDeferredValue(smoothing);
  const slider = useId();
  const curves = useMemo(() => curvesByKey(runs), [runs]);
  const { first, rest } = orderMetrics(curves.keys());
  if (curves.size === 0) return <Empty title="No metrics yet">The first step has not been written.</Empty>;
  const chart = (key: string) => (
    <Chart key={key} title={key} curves={curves.get(key) ?? []} smoothing={SCHEDULED.has(key) ? 0 : weight} />
  );
  return (
    <>
      <p className="controls">
        <label htmlFor={slider}>Smoothing</label>
        <input
          id={slider}
          type="range"
          min="0"
          max="0.99"
          step="0.01"
          value={smoothing}
          onChange={(event) => setSmoothing(event.target.valueAsNumber)}
        />
        <output htmlFor={slider}>{smoothing.toFixed(2)}</output>
      </p>
      <div className="charts">{first.map(chart)}</div>
      {rest.length > 0 && <More title={`${rest.length} more metrics`}>{() => rest.map(chart)}</More>}
    </>
  );
}

/** Charts that nobody has asked for are not drawn. */
function More({ title, children }: { title: string; children: () => React.ReactNode }) {
  const [open, setOpen] = useState(false);
  return (
    <details onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>{title}</summary>
      {open && <div className="charts">{children()}</div>}
    </details>
  );
}

function curvesByKey(runs: CurvesProps['runs']): ReadonlyMap<string, readonly Curve[]> {
  const byKey = new Map<string, Curve[]>();
  for (const { name, series } of runs) {
    for (const { key, points } of series) {
      const curves = byKey.get(key) ?? [];
      curves.push({ label: name, points });
      byKey.set(key, curves);
    }
  }
  return byKey;
}
