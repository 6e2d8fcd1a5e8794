/** GET /healthz, /metrics, /api/lab */
import { basename } from 'node:path';
import { createRoute } from '@hono/zod-openapi';
import { codeCommit } from '@parallax/lab/node';
import { type TableCount, tableCounts } from '@parallax/store';
import type { Traffic } from '../../http/traffic.ts';
import type { ChatModels } from '../../models/chat-models.ts';
import { HealthSchema, LabSchema } from '../../schema.ts';
import { answers, answersWith, newRouter, type RouteContext } from '../define.ts';

const health = createRoute({
  method: 'get',
  path: '/healthz',
  security: [],
  tags: ['system'],
  summary: 'Is the server alive',
  responses: answers(HealthSchema, 'It is'),
});

const lab = createRoute({
  method: 'get',
  path: '/api/lab',
  tags: ['system'],
  summary: 'What the lab holds, and which records cannot be read',
  responses: answers(LabSchema, 'The lab'),
});

const prometheus = createRoute({
  method: 'get',
  path: '/metrics',
  tags: ['system'],
  summary: 'Counters for Prometheus',
  responses: answersWith('text/plain', 'Text exposition format 0.0.4'),
});

export function healthRoutes(context: RouteContext, traffic: Traffic, models: ChatModels | null) {
  const router = newRouter()
    .openapi(health, (c) => c.json({ status: 'ok' as const, uptimeSeconds: process.uptime() }, 200))
    .openapi(lab, async (c) => {
      await context.lab.refresh();
      const tables = await countsOf(context);
      const { problems, indexing, folder } = context.lab;
      const body = {
        name: basename(folder),
        codeCommit: codeCommit(),
        tables,
        problems: [...problems],
        indexing,
      };
      return c.json(body, 200);
    });
  router.openapi(prometheus, async (c) => {
    const tables = await countsOf(context);
    return c.text(traffic.exposition(tables, models?.load ?? 0), 200, {
      'content-type': 'text/plain; version=0.0.4; charset=utf-8',
    });
  });
  return router;
}

/** Counting reads every table to its end. */
function countsOf({ lab }: RouteContext): Promise<TableCount[]> {
  return lab.once('table-counts', async () => tableCounts(await lab.store()));
}
