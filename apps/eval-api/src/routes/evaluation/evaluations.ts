/** GET /api/evaluations, /api/evaluations/{name}, /api/evaluations/{name}/samples */
import { createRoute } from '@hono/zod-openapi';
import { controlName } from '@parallax/eval';
import {
  type EvaluationMetricRecord,
  type EvaluationRecord,
  findCheckpointsByWeights,
  findDatasetsByDigest,
  findEvaluation,
  listEvalSamplesAt,
  listEvaluationMetrics,
  listEvaluations,
  type Store,
} from '@parallax/store';
import { z } from 'zod';
import { firstAfter, type Selections } from '../../comparisons/selections.ts';
import { requireFound } from '../../http/problem.ts';
import { metricOf, sampleRow } from '../../live/present.ts';
import {
  EvaluationDetailSchema,
  EvaluationListSchema,
  type EvaluationSummary,
  OutcomeSchema,
  SamplePageSchema,
} from '../../schema.ts';
import {
  answers,
  integerText,
  MOST_ROWS,
  NameParams,
  newRouter,
  nextCursor,
  PageQuerySchema,
  type RouteContext,
} from '../define.ts';

/** What narrows a list of samples; a sample's neighbours are found under the same filter. */
export const SampleFilterSchema = z.object({
  kind: z.string().max(200).optional(),
  outcome: OutcomeSchema.optional(),
  /** In the completion, the prompt or the id; capitals do not matter. */
  text: z.string().max(200).optional(),
});

const list = createRoute({
  method: 'get',
  path: '/api/evaluations',
  tags: ['evaluation'],
  summary: 'Finished evaluations of the lab',
  responses: answers(EvaluationListSchema, 'All evaluations by name, with their metrics'),
});

const detail = createRoute({
  method: 'get',
  path: '/api/evaluations/{name}',
  tags: ['evaluation'],
  summary: 'One evaluation',
  request: { params: NameParams },
  responses: answers(EvaluationDetailSchema, 'The evaluation'),
});

const samples = createRoute({
  method: 'get',
  path: '/api/evaluations/{name}/samples',
  tags: ['evaluation'],
  summary: 'Samples, page by page',
  request: {
    params: NameParams,
    query: PageQuerySchema.extend({
      ...SampleFilterSchema.shape,
      /** Number of samples that pass the filter before the page: jumps to any place. Wins over `cursor`. */
      offset: integerText(0, MOST_ROWS).optional(),
    }),
  },
  responses: answers(SamplePageSchema, 'Samples in the order of the task'),
});

export function evaluationRoutes({ lab }: RouteContext, selections: Selections) {
  return newRouter()
    .openapi(list, async (context) => {
      await lab.refresh();
      const evaluations = await lab.once('evaluations', async () => {
        const store = await lab.store();
        const rows = await listEvaluations(store);
        return Promise.all(rows.map((row) => evaluationSummary(store, row, row.metrics)));
      });
      return context.json({ evaluations }, 200);
    })
    .openapi(detail, async (context) => {
      await lab.refresh();
      const store = await lab.store();
      const { name } = context.req.valid('param');
      const row = requireFound(await findEvaluation(store, name), `evaluation "${name}"`, '/api/evaluations');
      const metrics = await listEvaluationMetrics(store, name);
      const { config, samplesSha256, codeCommit } = row;
      const body = { ...(await evaluationSummary(store, row, metrics)), config, samplesSha256, codeCommit };
      return context.json(body, 200);
    })
    .openapi(samples, async (context) => {
      const store = await lab.store();
      const { name } = context.req.valid('param');
      const query = context.req.valid('query');
      const { limit, cursor, offset, ...filter } = query;
      const evaluation = requireFound(
        await findEvaluation(store, name),
        `evaluation "${name}"`,
        '/api/evaluations',
      );
      const positions = await selections.positions(store, evaluation, filter);
      const start = offset ?? (cursor === undefined ? 0 : firstAfter(positions, Number(cursor)));
      const page = positions.subarray(start, start + limit);
      const rows = await listEvalSamplesAt(store, name, [...page]);
      const more = start + limit < positions.length;
      const body = {
        samples: rows.map(sampleRow),
        total: positions.length,
        nextCursor: nextCursor(more ? (page.at(-1) ?? null) : null),
      };
      return context.json(body, 200);
    });
}

export async function evaluationSummary(
  store: Store,
  row: EvaluationRecord,
  metrics: readonly EvaluationMetricRecord[],
): Promise<EvaluationSummary> {
  const { name, evaluationId, task, model, weightsDigest, datasetDigest } = row;
  const [dataset] = datasetDigest === null ? [] : await findDatasetsByDigest(store, [datasetDigest]);
  const [checkpoint] = weightsDigest === null ? [] : await findCheckpointsByWeights(store, weightsDigest);
  return {
    ...{ name, evaluationId, task, model, weightsDigest, datasetDigest },
    control: controlName(row.config),
    dataset: dataset?.name ?? null,
    checkpoint: checkpoint === undefined ? null : { run: checkpoint.run, step: checkpoint.step },
    metrics: metrics.map(metricOf),
  };
}
