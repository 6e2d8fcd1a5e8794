/** GET /api/samples/{evaluation}/{id}: one sample with its question's geometry and the model's chain checked. */

import { createRoute } from '@hono/zod-openapi';
import { chainOf } from '@parallax/dataset/chains';
import type { EvalSample } from '@parallax/eval/schema';
import {
  type EvalSampleRecord,
  findDatasetsByDigest,
  findEvalSample,
  findEvaluation,
  findImage,
  findQuestion,
  type Store,
} from '@parallax/store';
import { z } from 'zod';
import { placeAmong } from '../../comparisons/place.ts';
import type { openReadings } from '../../comparisons/readings.ts';
import type { Selections } from '../../comparisons/selections.ts';
import { requireFound } from '../../http/problem.ts';
import type { LiveLab } from '../../live/live-lab.ts';
import { chainVerdict } from '../../live/present.ts';
import { type QuestionDetail, SampleDetailSchema } from '../../schema.ts';
import { questionDetail } from '../data/questions.ts';
import { answers, newRouter, type RouteContext } from '../define.ts';
import { SampleFilterSchema } from './evaluations.ts';

const name = z.string().min(1).max(500);

const sample = createRoute({
  method: 'get',
  path: '/api/samples/{evaluation}/{id}',
  tags: ['evaluation'],
  summary: 'One sample: prompt, images, completion, score parts, geometry, claims',
  request: { params: z.object({ evaluation: name, id: name }), query: SampleFilterSchema },
  responses: answers(SampleDetailSchema, 'The sample'),
});

export function sampleRoutes(
  { lab }: RouteContext,
  selections: Selections,
  readingsOf: ReturnType<typeof openReadings>,
) {
  return newRouter().openapi(sample, async (context) => {
    const store = await lab.store();
    const { evaluation, id } = context.req.valid('param');
    const record = requireFound(
      await findEvaluation(store, evaluation),
      `evaluation "${evaluation}"`,
      '/api/evaluations',
    );
    const row = requireFound(
      await findEvalSample(store, evaluation, id),
      `sample "${id}"`,
      '/api/evaluations/{name}/samples',
    );
    const question = await questionOf(lab, store, record.datasetDigest, id);
    const positions = await selections.positions(store, record, context.req.valid('query'));
    const body = {
      evaluation,
      model: record.model,
      task: record.task,
      outcome: row.outcome,
      sample: sampleOf(row),
      question,
      chain:
        question === null ? null : chainVerdict(chainOf(row.completion ?? ''), question.question.geometry),
      imageUrls: await Promise.all(row.imageDigests.map((digest) => imageUrl(store, digest))),
      readings: [...(await readingsOf(evaluation, id))],
      ...(await placeAmong(store, evaluation, positions, row.position)),
      total: positions.length,
    };
    return context.json(body, 200);
  });
}

async function imageUrl(store: Store, digest: string): Promise<string | null> {
  return (await findImage(store, digest)) === null ? null : `/api/images/${digest}`;
}

/** A sample of a task over our own data carries its question's id. */
async function questionOf(
  lab: LiveLab,
  store: Store,
  datasetDigest: string | null,
  sampleId: string,
): Promise<QuestionDetail | null> {
  if (datasetDigest === null) return null;
  for (const { name: dataset } of await findDatasetsByDigest(store, [datasetDigest])) {
    const row = await findQuestion(store, sampleId, dataset);
    if (row !== null) return questionDetail(lab, store, row);
  }
  return null;
}

function sampleOf(row: EvalSampleRecord): EvalSample {
  const { sampleId, kind, groupId, prompt, imageDigests, answer, chance, completion, score } = row;
  const { errorCode, errorMessage, latencyMs, completionTokens } = row;
  return {
    ...{ sampleId, kind, groupId, prompt, imageDigests, answer, chance, completion, score },
    error: errorCode === null ? null : { code: errorCode, message: errorMessage ?? '' },
    ...{ latencyMs, completionTokens },
  };
}
