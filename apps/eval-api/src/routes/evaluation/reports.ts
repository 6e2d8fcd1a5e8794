/** GET /api/reports, /api/reports/{name}: the self-contained page. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createRoute } from '@hono/zod-openapi';
import { confine, findReport, listReports } from '@parallax/store';
import { REPORT_POLICY } from '../../http/headers.ts';
import { requireFound } from '../../http/problem.ts';
import { ReportListSchema } from '../../schema.ts';
import { answers, answersWith, NameParams, newRouter, type RouteContext } from '../define.ts';

const list = createRoute({
  method: 'get',
  path: '/api/reports',
  tags: ['evaluation'],
  summary: 'Reports of the lab',
  responses: answers(ReportListSchema, 'All reports by name'),
});

const page = createRoute({
  method: 'get',
  path: '/api/reports/{name}',
  tags: ['evaluation'],
  summary: 'The report as a page',
  request: { params: NameParams },
  responses: answersWith('text/html', 'report.html'),
});

export function reportRoutes({ lab }: RouteContext) {
  const router = newRouter().openapi(list, async (context) => {
    await lab.refresh();
    const rows = await listReports(await lab.store());
    const reports = rows.map(({ name, reportId, evaluationIds, runIds, datasetDigests }) => ({
      ...{ name, reportId, evaluationIds, runIds, datasetDigests },
      url: `/api/reports/${encodeURIComponent(name)}`,
    }));
    return context.json({ reports }, 200);
  });
  router.openapi(page, async (context) => {
    const { name } = context.req.valid('param');
    const row = requireFound(await findReport(await lab.store(), name), `report "${name}"`, '/api/reports');
    const path = join(lab.folder, 'reports', row.name, 'report.html');
    const html = await readFile(await confine(lab.folder, path)).catch((error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') return null;
      throw error;
    });
    return context.body(new Uint8Array(requireFound(html, `page of report "${name}"`, '/api/reports')), 200, {
      'content-type': 'text/html; charset=utf-8',
      'content-security-policy': REPORT_POLICY,
      'cache-control': 'no-cache',
    });
  });
  return router;
}
