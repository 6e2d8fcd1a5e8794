/** Curves -> what uPlot draws: a faint line as measured, a strong one smoothed. */
import uPlot from 'uplot';
import { cssColour } from '../page/theme.tsx';
import { count, short } from '../show/format.ts';
import { smooth } from './smooth.ts';

export interface Curve {
  readonly label: string;
  readonly points: readonly { readonly step: number; readonly value: number }[];
}

/** Told apart by people with any colour vision (Okabe and Ito); CSS variables of both themes. */
export const CURVE_COLOURS = [1, 2, 3, 4, 5, 6].map((n) => `--series-${n}`);

/** Steps are whole numbers. */
const STEP_DISTANCES = [1, 2, 5].flatMap((n) => [0, 1, 2, 3, 4, 5, 6, 7].map((power) => n * 10 ** power));

/** @param onRead gets the values under the pointer as text, null when it has left. */
export function optionsOf(
  curves: readonly Curve[],
  size: { readonly width: number; readonly height: number },
  onRead: (text: string | null) => void,
): uPlot.Options {
  const [ink, grid] = [cssColour('--muted'), cssColour('--line')];
  const axis = {
    stroke: ink,
    grid: { stroke: grid, width: 1 },
    ticks: { show: false },
    font: '11px system-ui',
  };
  return {
    ...size,
    // Half of "100,000" stands to the right of the last step.
    padding: [8, 24, 0, 0],
    legend: { show: false },
    cursor: { y: false, points: { size: 6 } },
    scales: { x: { time: false }, y: { range: rangeOf } },
    axes: [
      {
        ...axis,
        ...{ size: 24, incrs: STEP_DISTANCES.sort((a, b) => a - b) },
        ...{ label: 'step', labelSize: 16, labelGap: 0, labelFont: axis.font },
      },
      { ...axis, size: 54, values: (_plot, values) => values.map((value) => short(value)) },
    ],
    series: [
      { label: 'step' },
      ...curves.flatMap((curve, i): uPlot.Series[] => {
        const colour = cssColour(CURVE_COLOURS[i % CURVE_COLOURS.length] ?? '--series-1');
        const line = { label: curve.label, spanGaps: true, points: { show: curve.points.length < 2 } };
        return [
          { ...line, stroke: faint(colour), width: 1 },
          { ...line, stroke: colour, width: 1.75 },
        ];
      }),
    ],
    hooks: { setCursor: [(plot) => onRead(valuesAt(plot, curves))] },
  };
}

/** Measured and smoothed values of every curve over the union of their steps. */
export function dataOf(curves: readonly Curve[], smoothing: number): uPlot.AlignedData {
  const tables = curves.map(({ points }): uPlot.AlignedData => {
    const raw = points.map((point) => point.value);
    return [points.map((point) => point.step), raw, smooth(raw, smoothing)];
  });
  return tables.length === 0 ? [[]] : uPlot.join(tables);
}

/** A flat curve gets a scale of its own size instead of one from 0 to 100. */
function rangeOf(_plot: uPlot, low: number | null, high: number | null): uPlot.Range.MinMax {
  if (low === null || high === null) return [0, 1];
  if (low !== high) return uPlot.rangeNum(low, high, 0.08, false);
  const room = Math.abs(low) * 0.2 || 0.1;
  return [low - room, high + room];
}

function valuesAt(plot: uPlot, curves: readonly Curve[]): string | null {
  const { idx } = plot.cursor;
  if (idx === null || idx === undefined) return null;
  const step = plot.data[0][idx];
  const values = curves.flatMap(({ label }, i) => {
    const value = plot.data[1 + 2 * i]?.[idx];
    if (value === null || value === undefined) return [];
    return curves.length === 1 ? short(value) : `${label} ${short(value)}`;
  });
  return step === undefined || values.length === 0 ? null : `step ${count(step)}: ${values.join(', ')}`;
}

function faint(colour: string): string {
  return colour.replace('rgb(', 'rgba(').replace(')', ', 0.28)');
}
