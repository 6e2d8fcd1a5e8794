/** GET /api/compare?a&b: the samples on which two evaluations differ. */
import { createRoute } from '@hono/zod-openapi';
import { mcnemar } from '@parallax/eval';
import { compareEvaluations, findEvaluation, listEvaluationMetrics, type Store } from '@parallax/store';
import { z } from 'zod';
import { requireFound } from '../../http/problem.ts';
import { sampleRow } from '../../live/present.ts';
import { ComparisonSchema, type EvaluationSummary } from '../../schema.ts';
import {
  answers,
  newRouter,
  nextCursor,
  PageQuerySchema,
  pageOptions,
  type RouteContext,
} from '../define.ts';
import { evaluationSummary } from './evaluations.ts';

const name = z.string().min(1).max(500);

const compare = createRoute({
  method: 'get',
  path: '/api/compare',
  tags: ['evaluation'],
  summary: 'Two evaluations side by side',
  request: { query: PageQuerySchema.extend({ a: name, b: name }) },
  responses: answers(ComparisonSchema, 'Sums over the shared samples, and those that differ'),
});

export function compareRoutes({ lab }: RouteContext) {
  return newRouter().openapi(compare, async (context) => {
    const store = await lab.store();
    const { a, b, ...query } = context.req.valid('query');
    const [summaryA, summaryB] = [await summaryOf(store, a), await summaryOf(store, b)];
    const { page, ...sums } = await compareEvaluations(store, a, b, pageOptions(query));
    const body = {
      a: summaryA,
      b: summaryB,
      ...sums,
      pValue: mcnemar(sums.aBetter, sums.bBetter),
      items: page.items.map((item) => ({ a: sampleRow(item.a), b: sampleRow(item.b) })),
      nextCursor: nextCursor(page.next),
    };
    return context.json(body, 200);
  });
}

async function summaryOf(store: Store, evaluation: string): Promise<EvaluationSummary> {
  const row = requireFound(await findEvaluation(store, evaluation), `evaluation "${evaluation}"`);
  return evaluationSummary(store, row, await listEvaluationMetrics(store, evaluation));
}
