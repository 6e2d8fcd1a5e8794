/** GET /api/runs/{name}/metrics: curves, thinned out for drawing. */
import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { createRoute } from '@hono/zod-openapi';
import { LabError } from '@parallax/lab';
import { findRun, indexMetrics, type MetricSeries, metricSeries } from '@parallax/store';
import { z } from 'zod';
import { remember } from '../../comparisons/remember.ts';
import { requireFound } from '../../http/problem.ts';
import { RunMetricsSchema } from '../../schema.ts';
import { answers, integerText, MOST_ROWS, NameParams, newRouter, type RouteContext } from '../define.ts';

const metrics = createRoute({
  method: 'get',
  path: '/api/runs/{name}/metrics',
  tags: ['training'],
  summary: 'Metric curves of a run',
  request: {
    params: NameParams,
    query: z.object({
      /** Separated by commas; default: all. */
      keys: z.string().max(4000).optional(),
      after: integerText(0, MOST_ROWS).optional(),
      maxPoints: integerText(4, 100_000).default(2000).openapi({ default: 2000 }),
    }),
  },
  responses: answers(RunMetricsSchema, 'One series a key'),
});

/** Curves as the dashboard draws them, a few hundred kilobytes each. Finer ones are read anew. */
const MOST_KEPT = 64;
const MOST_KEPT_POINTS = 2000;

export function metricRoutes({ lab, log }: RouteContext) {
  const kept = remember<MetricSeries[]>(MOST_KEPT);
  return newRouter().openapi(metrics, async (context) => {
    const store = await lab.store();
    const { name } = context.req.valid('param');
    const { keys, after, maxPoints } = context.req.valid('query');
    requireFound(await findRun(store, name), `run "${name}"`, '/api/runs');
    const read = () => metricSeries(store, { run: name, keys: keys?.split(','), after, maxPoints });
    const readNew = async (): Promise<MetricSeries[]> => {
      await indexMetrics(store, name);
      return read();
    };
    // The file is the truth: a run that goes on now shows its newest step.
    const stamp = await stampOf(join(lab.folder, 'runs', name, 'metrics.jsonl'));
    const key = JSON.stringify([name, stamp, keys, after, maxPoints]);
    const news = maxPoints > MOST_KEPT_POINTS ? readNew() : kept(key, readNew);
    const series = await news.catch((error: unknown) => {
      if (!(error instanceof LabError)) throw error;
      // What cannot be read now is read later.
      log(`warning: ${error.message}`);
      return read();
    });
    return context.json({ run: name, series }, 200);
  });
}

/** Equal stamps: nobody wrote to the file meanwhile. */
function stampOf(path: string): Promise<string> {
  return stat(path, { bigint: true }).then(
    ({ ino, size, mtimeNs }) => `${ino}/${size}/${mtimeNs}`,
    () => '-',
  );
}
