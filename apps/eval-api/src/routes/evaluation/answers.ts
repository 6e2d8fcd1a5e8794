/** GET /api/questions/{id}/answers: who answered a question; GET /api/rollouts/{run}/{line}: one rollout with its geometry. */

import { createRoute } from '@hono/zod-openapi';
import { chainOf } from '@parallax/dataset/chains';
import {
  findDataset,
  findDatasetsByDigest,
  findEvalSample,
  findQuestion,
  findRollout,
  findRun,
  listEvaluations,
  listRolloutsOfQuestion,
} from '@parallax/store';
import { z } from 'zod';
import { requireFound } from '../../http/problem.ts';
import { chainVerdict } from '../../live/present.ts';
import { AnswerListSchema, RolloutDetailSchema } from '../../schema.ts';
import { DatasetQuery, questionDetail } from '../data/questions.ts';
import { answers, IdParams, integerText, MOST_ROWS, newRouter, type RouteContext } from '../define.ts';

const list = createRoute({
  method: 'get',
  path: '/api/questions/{id}/answers',
  tags: ['evaluation'],
  summary: 'Samples and rollouts that answer a question',
  request: { params: IdParams, query: DatasetQuery },
  responses: answers(AnswerListSchema, 'Evaluations by name, then rollouts by run and step'),
});

const rollout = createRoute({
  method: 'get',
  path: '/api/rollouts/{run}/{line}',
  tags: ['training'],
  summary: 'One rollout with the geometry of its question and its claims checked',
  request: {
    params: z.object({ run: z.string().min(1).max(500), line: integerText(0, MOST_ROWS) }),
  },
  responses: answers(RolloutDetailSchema, 'The rollout'),
});

/** A long run may ask one question at many steps. */
const MOST_ROLLOUTS = 200;

export function answerRoutes({ lab }: RouteContext) {
  return newRouter()
    .openapi(list, async (context) => {
      const store = await lab.store();
      const { id } = context.req.valid('param');
      const row = requireFound(
        await findQuestion(store, id, context.req.valid('query').dataset),
        `question "${id}"`,
        '/api/datasets/{name}/questions',
      );
      const digest = (await findDataset(store, row.dataset))?.digest;
      const samples = [];
      for (const { name, model, datasetDigest } of await listEvaluations(store)) {
        const sample = datasetDigest === digest ? await findEvalSample(store, name, id) : null;
        if (sample === null) continue;
        samples.push({ evaluation: name, model, outcome: sample.outcome, parsed: sample.parsed });
      }
      const rollouts = (await listRolloutsOfQuestion(store, id, MOST_ROLLOUTS)).map(
        ({ run, line, step, reward }) => ({ run, line, step, reward }),
      );
      return context.json({ samples, rollouts }, 200);
    })
    .openapi(rollout, async (context) => {
      const store = await lab.store();
      const { run: name, line } = context.req.valid('param');
      const run = requireFound(await findRun(store, name), `run "${name}"`, '/api/runs');
      const row = requireFound(
        await findRollout(store, name, line),
        `rollout ${line} of run "${name}"`,
        '/api/runs/{name}/rollouts',
      );
      const { questionId, completion } = row;
      let question = null;
      for (const { name: dataset } of await findDatasetsByDigest(store, run.datasetDigests)) {
        const found = question === null ? await findQuestion(store, questionId, dataset) : null;
        if (found !== null) question = await questionDetail(lab, store, found);
      }
      const geometry = question?.question.geometry ?? null;
      const chain = geometry === null ? null : chainVerdict(chainOf(completion ?? ''), geometry);
      return context.json({ ...row, question, chain }, 200);
    });
}
