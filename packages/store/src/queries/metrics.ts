/** Metric curves of a run, thinned out for drawing. */
import { and, asc, count, eq, gt, inArray, max, min, type SQL, sql } from 'drizzle-orm';
import type { Store } from '../database/index.ts';
import { metrics } from '../tables/index.ts';

export interface MetricPoint {
  readonly step: number;
  readonly value: number;
}

export interface MetricSeries {
  readonly key: string;
  /** Points that the run has after `after`. */
  readonly total: number;
  /** True when `points` are a choice of them. */
  readonly downsampled: boolean;
  readonly points: MetricPoint[];
}

export interface MetricSeriesOptions {
  readonly run: string;
  /** Default: all. Unknown ones are left out. */
  readonly keys?: readonly string[] | undefined;
  /** Only points of later steps. */
  readonly after?: number | undefined;
  /** About how many points a curve at most, at least 4. */
  readonly maxPoints: number;
}

interface Range {
  readonly key: string;
  readonly total: number;
  readonly first: number;
  readonly last: number;
}

/** Keys in alphabetical order, each with its number of points. */
export async function listMetricKeys(store: Store, run: string): Promise<{ key: string; points: number }[]> {
  return store.read((db) =>
    db
      .select({ key: metrics.key, points: count() })
      .from(metrics)
      .where(eq(metrics.run, run))
      .groupBy(metrics.key)
      .orderBy(asc(metrics.key)),
  );
}

/**
 * Curves by key, each in the order of steps. Above `maxPoints`, the smallest and the largest value of each of equal
 * spans of steps stay, and the last point: spikes are not averaged away.
 */
export async function metricSeries(store: Store, options: MetricSeriesOptions): Promise<MetricSeries[]> {
  const { run, keys, maxPoints, after } = options;
  const ofRun = [eq(metrics.run, run), ...(after === undefined ? [] : [gt(metrics.step, after)])];
  const { key, step, value } = metrics;
  const rows = await store.read((db) =>
    db
      .select({ key, total: count(), first: min(step), last: max(step) })
      .from(metrics)
      .where(and(...ofRun, ...(keys === undefined ? [] : [inArray(key, [...keys])])))
      .groupBy(key)
      .orderBy(asc(key)),
  );
  // A group has at least one row, so both ends are there.
  const ranges = rows.map((row): Range => ({ ...row, first: row.first!, last: row.last! }));
  const whole = ranges.filter(({ total }) => total <= maxPoints).map((range) => range.key);
  // Short curves come together, in one query.
  const points = await store.read((db) =>
    db
      .select({ key, step, value })
      .from(metrics)
      .where(and(...ofRun, inArray(key, whole)))
      .orderBy(asc(key), asc(step)),
  );
  const byKey = Map.groupBy(points, (point) => point.key);
  const series: MetricSeries[] = [];
  for (const range of ranges) {
    const downsampled = range.total > maxPoints;
    const shown = downsampled
      ? await extremesOf(store, ofRun, range, maxPoints)
      : (byKey.get(range.key) ?? []);
    series.push({
      ...{ key: range.key, total: range.total, downsampled },
      points: shown.map((point) => ({ step: point.step, value: point.value })),
    });
  }
  return series;
}

async function extremesOf(
  store: Store,
  ofRun: readonly SQL[],
  range: Range,
  maxPoints: number,
): Promise<MetricPoint[]> {
  const { step, value } = metrics;
  const where = and(...ofRun, eq(metrics.key, range.key));
  const spans = Math.max(1, Math.floor(maxPoints / 2) - 1);
  // Bound numbers arrive as floats; the cast makes spans of them.
  const span = sql`cast((${step} - ${range.first}) * ${spans} / ${range.last - range.first + 1} as integer)`;
  // SQLite takes a bare column beside min() or max() from the row that has the extreme.
  const extremes = (pick: typeof min | typeof max) =>
    store.read((db) =>
      db
        .select({ step, value: pick(value) })
        .from(metrics)
        .where(where)
        .groupBy(span),
    );
  const [lows, highs, ends] = await Promise.all([
    extremes(min),
    extremes(max),
    store.read((db) =>
      db
        .select({ step, value })
        .from(metrics)
        .where(and(where, eq(step, range.last))),
    ),
  ]);
  const byStep = new Map<number, number>();
  for (const point of [...lows, ...highs, ...ends])
    if (point.value !== null) byStep.set(point.step, point.value);
  return [...byStep].map(([at, y]) => ({ step: at, value: y })).sort((a, b) => a.step - b.step);
}
