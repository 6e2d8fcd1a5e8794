/** One training curve as inline SVG: raw values faint, a smoothed line strong, three ticks on each axis. */
import { type Html, html } from '@parallax/lab';

export interface CurvePoint {
  readonly step: number;
  readonly value: number;
}

const WIDTH = 320;
const HEIGHT = 150;
const LEFT = 56;
const RIGHT = 8;
const TOP = 8;
const BOTTOM = 20;
/** More points than pixels only make the file larger. */
const MAX_BUCKETS = 240;
/** Share of the run that the smoothed line looks back over. */
const SMOOTHING_SHARE = 0.025;
/** Shorter runs are shown as they are. */
const MIN_SMOOTHED = 16;

/** A figure with its name, its last smoothed value and the curve; nothing when no value is finite. */
export function curveFigure(name: string, points: readonly CurvePoint[]): Html | null {
  const finite = points.filter(({ value }) => Number.isFinite(value));
  if (finite.length === 0) return null;
  const smooth = smoothed(finite);
  const [low, high] = range(finite.map(({ value }) => value));
  const firstStep = finite[0]!.step;
  const lastStep = finite.at(-1)!.step;
  const x = (step: number): number =>
    LEFT + ((step - firstStep) / Math.max(1, lastStep - firstStep)) * (WIDTH - LEFT - RIGHT);
  const y = (value: number): number => TOP + ((high - value) / (high - low)) * (HEIGHT - TOP - BOTTOM);
  const path = (list: readonly CurvePoint[]): string =>
    list.map(({ step, value }, i) => `${i === 0 ? 'M' : 'L'}${round(x(step))} ${round(y(value))}`).join('');
  const last = formatNumber(smooth.at(-1)!.value);
  const ticks = [low, (low + high) / 2, high].map(
    (
      value,
    ) => html`<line class="grid" x1="${LEFT}" x2="${WIDTH - RIGHT}" y1="${round(y(value))}" y2="${round(y(value))}"/>
<text x="${LEFT - 5}" y="${round(y(value) + 3.5)}" text-anchor="end">${formatNumber(value)}</text>`,
  );
  return html`<figure class="curve"><figcaption><span>${name}</span><b>${last}</b></figcaption>
<svg viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img" aria-label="${name} over steps, last value ${last}">
${ticks}
<text x="${LEFT}" y="${HEIGHT - 5}">${firstStep}</text>
<text x="${WIDTH - RIGHT}" y="${HEIGHT - 5}" text-anchor="end">step ${lastStep}</text>
<path class="raw" d="${path(thinned(finite))}"/>
<path class="smooth" d="${path(thinned(smooth))}"/>
${finite.length === 1 && html`<circle class="dot" cx="${round(x(firstStep))}" cy="${round(y(finite[0]!.value))}" r="3"/>`}
</svg></figure>`;
}

/** Exponential average with the bias of its start removed. */
function smoothed(points: readonly CurvePoint[]): CurvePoint[] {
  const window = points.length < MIN_SMOOTHED ? 1 : Math.max(4, points.length * SMOOTHING_SHARE);
  const keep = 1 - 1 / window;
  let sum = 0;
  let weight = 0;
  return points.map(({ step, value }) => {
    sum = keep * sum + (1 - keep) * value;
    weight = keep * weight + (1 - keep);
    return { step, value: sum / weight };
  });
}

/** Smallest and largest value of each bucket, in step order: spikes stay visible. */
function thinned(points: readonly CurvePoint[]): CurvePoint[] {
  if (points.length <= 2 * MAX_BUCKETS) return [...points];
  const size = Math.ceil(points.length / MAX_BUCKETS);
  const kept: CurvePoint[] = [];
  for (let start = 0; start < points.length; start += size) {
    const bucket = points.slice(start, start + size);
    let low = bucket[0]!;
    let high = bucket[0]!;
    for (const point of bucket) {
      if (point.value < low.value) low = point;
      if (point.value > high.value) high = point;
    }
    kept.push(...(low.step <= high.step ? [low, high] : [high, low]));
  }
  return kept;
}

/** A constant curve gets room above and below, so that its line is drawn in the middle. */
function range(values: readonly number[]): [number, number] {
  let low = Number.POSITIVE_INFINITY;
  let high = Number.NEGATIVE_INFINITY;
  for (const value of values) {
    low = Math.min(low, value);
    high = Math.max(high, value);
  }
  if (high > low) return [low, high];
  const room = Math.abs(low) * 0.1 || 1;
  return [low - room, high + room];
}

/** Three significant digits; exponents only where plain digits would not fit. */
export function formatNumber(value: number): string {
  if (value === 0) return '0';
  const size = Math.abs(value);
  if (size >= 1e5 || size < 1e-3) return value.toExponential(1).replace('e+', 'e');
  return String(Number(value.toPrecision(3)));
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
