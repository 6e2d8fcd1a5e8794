/** GET /api/questions/{id}: a question with all its geometry and its chain checked. */
import { createRoute } from '@hono/zod-openapi';
import { findDataset, findNeighbours, findQuestion, type QuestionRecord, type Store } from '@parallax/store';
import { z } from 'zod';
import { requireFound } from '../../http/problem.ts';
import type { LiveLab } from '../../live/live-lab.ts';
import { chainVerdict, questionImageUrls } from '../../live/present.ts';
import { type QuestionDetail, QuestionDetailSchema } from '../../schema.ts';
import { answers, IdParams, newRouter, type RouteContext } from '../define.ts';

export const DatasetQuery = z.object({
  /** For an id that several data sets have. */
  dataset: z.string().min(1).max(500).optional(),
});

const detail = createRoute({
  method: 'get',
  path: '/api/questions/{id}',
  tags: ['data'],
  summary: 'One question: cameras, objects, motion, labels, chain with its claims checked',
  request: { params: IdParams, query: DatasetQuery },
  responses: answers(QuestionDetailSchema, 'The question'),
});

export function questionRoutes({ lab }: RouteContext) {
  return newRouter().openapi(detail, async (context) => {
    const store = await lab.store();
    const { id } = context.req.valid('param');
    const row = requireFound(
      await findQuestion(store, id, context.req.valid('query').dataset),
      `question "${id}"`,
      '/api/datasets/{name}/questions',
    );
    return context.json(await questionDetail(lab, store, row), 200);
  });
}

/** The whole record from the data set's files. @throws DataFormatError `damaged-shard`. */
export async function questionDetail(
  lab: LiveLab,
  store: Store,
  row: QuestionRecord,
): Promise<QuestionDetail> {
  const { question } = await readRow(lab, store, row.dataset, row.position);
  const { previous, next } = await findNeighbours(store, row.dataset, row.position);
  return {
    dataset: row.dataset,
    position: row.position,
    question,
    imageUrls: questionImageUrls(question.questionId, row.dataset, question.viewIds.length),
    chain: chainVerdict(question.chain, question.geometry),
    previous,
    next,
  };
}

export async function readRow(lab: LiveLab, store: Store, name: string, position: number) {
  const record = requireFound(await findDataset(store, name), `data set "${name}"`, '/api/datasets');
  return (await lab.dataset(name, record.digest)).readRow(position);
}
