/** GET /api/reference-tests?model: every other model tested against one, task by task. */
import { createRoute } from '@hono/zod-openapi';
import { type EvaluationRecord, listEvaluations } from '@parallax/store';
import { z } from 'zod';
import { correctShown, type PairedTests } from '../../comparisons/paired-tests.ts';
import { requireFound } from '../../http/problem.ts';
import { type ReferenceTests, ReferenceTestsSchema } from '../../schema.ts';
import { answers, newRouter, type RouteContext } from '../define.ts';

const reference = createRoute({
  method: 'get',
  path: '/api/reference-tests',
  tags: ['evaluation'],
  summary: 'All models tested against a reference model on the items both were asked',
  request: {
    query: z.object({
      /** Label of the reference model. */
      model: z.string().min(1).max(500),
      /** One task, with its kinds; without it, the overall difference of every task. */
      task: z.string().max(500).optional(),
    }),
  },
  responses: answers(ReferenceTestsSchema, 'Differences with p values corrected over this answer'),
});

export function referenceRoutes({ lab }: RouteContext, tests: PairedTests) {
  return newRouter().openapi(reference, async (context) => {
    const store = await lab.store();
    const { model, task } = context.req.valid('query');
    const all = (await listEvaluations(store)).filter((each) => task === undefined || each.task === task);
    const own = all.filter((each) => each.model === model);
    requireFound(own[0] ?? null, `evaluation of model "${model}"`, '/api/evaluations');
    const found: Omit<ReferenceTests['tests'][number], 'pAdjusted'>[] = [];
    for (const b of all) {
      // The same files asked under another setting are compared as well, but never with themselves.
      const a = own.find((each) => isSameBoard(each, b));
      if (a === undefined || a.name === b.name) continue;
      for (const { pAdjusted: _, interval, ...test } of await tests.between(store, a, b)) {
        if (task === undefined && test.kind !== 'overall') continue;
        found.push({ ...test, interval: [interval[0], interval[1]], evaluation: b.name, against: a.name });
      }
    }
    return context.json({ reference: model, tests: correctShown(found) }, 200);
  });
}

function isSameBoard(a: EvaluationRecord, b: EvaluationRecord): boolean {
  return a.task === b.task && a.datasetDigest === b.datasetDigest;
}
