/** One metric over steps; several runs in one picture. Drawn on a canvas: 100,000 points stay smooth. */
import { useEffect, useRef } from 'react';
import uPlot from 'uplot';
import { useShade } from '../page/theme.tsx';
import { short } from '../show/format.ts';
import { type Curve, dataOf, optionsOf } from './plot.ts';

interface ChartProps {
  readonly title: string;
  readonly curves: readonly Curve[];
  /** 0..1, see `smooth`. */
  readonly smoothing: number;
  readonly heightPx?: number;
}

export function Chart({ title, curves, smoothing, heightPx = 170 }: ChartProps) {
  const place = useRef<HTMLDivElement>(null);
  const readout = useRef<HTMLOutputElement>(null);
  const plot = useRef<uPlot | null>(null);
  const shade = useShade();
  const names = curves.map((curve) => curve.label).join('\n');
  const rest = curves.length === 1 ? lastOf(curves[0]) : '';
  // biome-ignore lint/correctness/useExhaustiveDependencies: the theme and the names of the curves make a new plot
  useEffect(() => {
    const parent = place.current;
    if (parent === null) return;
    const options = optionsOf(curves, { width: parent.clientWidth, height: heightPx }, (text) => {
      if (readout.current !== null)
        readout.current.textContent = text ?? readout.current.dataset['rest'] ?? '';
    });
    const made = new uPlot(options, dataOf(curves, smoothing), parent);
    plot.current = made;
    const watch = new ResizeObserver(() => made.setSize({ width: parent.clientWidth, height: heightPx }));
    watch.observe(parent);
    return () => {
      watch.disconnect();
      made.destroy();
      plot.current = null;
    };
  }, [shade, names, heightPx]);
  useEffect(() => plot.current?.setData(dataOf(curves, smoothing)), [curves, smoothing]);
  return (
    <figure className="chart">
      <figcaption>
        {title}
        <output ref={readout} data-rest={rest}>
          {rest}
        </output>
      </figcaption>
      <div ref={place} role="img" aria-label={describe(title, curves)} />
    </figure>
  );
}

function lastOf(curve: Curve | undefined): string {
  const last = curve?.points.at(-1);
  return last === undefined ? 'no points' : short(last.value);
}

function describe(title: string, curves: readonly Curve[]): string {
  const ends = curves.map((curve) => `${curve.label}: ${curve.points.length} points, last ${lastOf(curve)}`);
  return `Curve of ${title}. ${ends.join('; ')}`;
}
