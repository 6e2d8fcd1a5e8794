/** An accuracy on the scale 0..100 %: bar, 95 % interval as a whisker, chance as a broken line. */
import { percent } from './format.ts';

interface IntervalBarProps {
  readonly value: number;
  readonly interval: readonly [number, number];
  readonly chance: number;
  /** The other of two models. */
  readonly second?: boolean;
}

const WIDTH = 100;
const HEIGHT = 10;

export function IntervalBar({ value, interval: [low, high], chance, second = false }: IntervalBarProps) {
  const label = `${percent(value)} %, 95 % interval ${percent(low)} to ${percent(high)}, chance ${percent(chance)}`;
  return (
    <svg
      className={second ? 'interval second' : 'interval'}
      viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
      preserveAspectRatio="none"
      role="img"
      aria-label={label}
    >
      <title>{label}</title>
      <rect className="track" x="0" y="3" width={WIDTH} height="4" />
      <rect className="value" x="0" y="3" width={value * WIDTH} height="4" />
      <line className="whisker" x1={low * WIDTH} x2={high * WIDTH} y1="5" y2="5" />
      <line className="whisker" x1={low * WIDTH} x2={low * WIDTH} y1="2" y2="8" />
      <line className="whisker" x1={high * WIDTH} x2={high * WIDTH} y1="2" y2="8" />
      <line className="chance" x1={chance * WIDTH} x2={chance * WIDTH} y1="0" y2={HEIGHT} />
    </svg>
  );
}
