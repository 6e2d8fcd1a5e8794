/** Keeps the curves of a run up to date from its stream of server-sent events. */
import { MetricsEventSchema, type RunMetrics } from '@parallax/eval-api/schema';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { eventsUrl, metricsQuery, runQuery } from './runs.ts';

/** A server that is starting answers 503, and a browser does not ask again after that. */
const AGAIN_MS = 3000;

type Line = (typeof MetricsEventSchema)['_output']['lines'][number];

/** @returns the query of the curves, and whether new points may still come. */
export function useLiveMetrics(run: string, follow: boolean) {
  const client = useQueryClient();
  const metrics = useQuery(metricsQuery(run));
  const [live, setLive] = useState(false);
  const [attempt, setAttempt] = useState(0);
  const ready = metrics.isSuccess;
  useEffect(() => {
    if (!follow || !ready) return;
    const { queryKey } = metricsQuery(run);
    const source = new EventSource(eventsUrl(run, lastStepOf(client.getQueryData(queryKey))));
    source.addEventListener('open', () => setLive(true));
    let again: ReturnType<typeof setTimeout> | undefined;
    source.addEventListener('error', () => {
      setLive(false);
      if (source.readyState === EventSource.CLOSED)
        again = setTimeout(() => setAttempt(attempt + 1), AGAIN_MS);
    });
    source.addEventListener('metrics', (event: MessageEvent<string>) => {
      const { lines } = MetricsEventSchema.parse(JSON.parse(event.data));
      client.setQueryData(queryKey, (old) => (old === undefined ? old : appended(old, lines)));
    });
    // A run that went back to a checkpoint: the steps after it are no longer true.
    source.addEventListener('reset', () => void client.invalidateQueries({ queryKey }));
    source.addEventListener('finished', () => {
      source.close();
      setLive(false);
      void client.invalidateQueries(runQuery(run));
    });
    return () => {
      clearTimeout(again);
      source.close();
      setLive(false);
    };
  }, [client, run, follow, ready, attempt]);
  return { metrics, live };
}

function lastStepOf(metrics: RunMetrics | undefined): number {
  return Math.max(-1, ...(metrics?.series ?? []).map((each) => each.points.at(-1)?.step ?? -1));
}

function appended(old: RunMetrics, lines: readonly Line[]): RunMetrics {
  const byKey = new Map(old.series.map((each) => [each.key, { ...each, points: [...each.points] }]));
  for (const { step, ...values } of lines) {
    for (const [key, value] of Object.entries(values)) {
      if (value === null) continue;
      const series = byKey.get(key) ?? { key, total: 0, downsampled: false, points: [] };
      byKey.set(key, series);
      // A reader that was cut off gets lines again.
      if (step <= (series.points.at(-1)?.step ?? -1)) continue;
      series.points.push({ step, value });
      series.total += 1;
    }
  }
  return { ...old, series: [...byKey.values()] };
}
