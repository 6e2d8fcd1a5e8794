/** GET /api/runs/{name}/metrics: curves, thinned out for drawing. */
import { createRoute } from '@hono/zod-openapi';
import { LabError } from '@parallax/lab';
import { findRun, indexMetrics, metricSeries } from '@parallax/store';
import { z } from 'zod';
import { requireFound } from '../../http/problem.ts';
import { RunMetricsSchema } from '../../schema.ts';
import { answers, NameParams, newRouter, type RouteContext } from '../define.ts';

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
      after: z.coerce.number().int().min(0).optional(),
      maxPoints: z.coerce.number().int().min(4).max(100_000).default(2000),
    }),
  },
  responses: answers(RunMetricsSchema, 'One series a key'),
});

export function metricRoutes({ lab, log }: RouteContext) {
  return newRouter().openapi(metrics, async (context) => {
    const store = await lab.store();
    const { name } = context.req.valid('param');
    const { keys, after, maxPoints } = context.req.valid('query');
    requireFound(await findRun(store, name), `run "${name}"`);
    // The file is the truth: a run that goes on now shows its newest step. What cannot be read now is read later.
    await indexMetrics(store, name).catch((error: unknown) => {
      if (!(error instanceof LabError)) throw error;
      log(`warning: ${error.message}`);
    });
    const series = await metricSeries(store, { run: name, keys: keys?.split(','), after, maxPoints });
    return context.json({ run: name, series }, 200);
  });
}
