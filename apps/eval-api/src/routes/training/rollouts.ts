/** GET /api/runs/{name}/rollouts: the groups of one step. */
import { createRoute } from '@hono/zod-openapi';
import { findDatasetsByDigest, findQuestion, findRun, listRolloutSteps, listRollouts } from '@parallax/store';
import { z } from 'zod';
import { requireFound } from '../../http/problem.ts';
import { type RolloutGroup, RolloutStepSchema } from '../../schema.ts';
import { answers, integerText, MOST_ROWS, NameParams, newRouter, type RouteContext } from '../define.ts';

const rollouts = createRoute({
  method: 'get',
  path: '/api/runs/{name}/rollouts',
  tags: ['training'],
  summary: 'Rollouts of one step, group by group',
  request: {
    params: NameParams,
    query: z.object({
      /** Default: the last step that has rollouts. */
      step: integerText(0, MOST_ROWS).optional(),
    }),
  },
  responses: answers(RolloutStepSchema, 'The groups of the step'),
});

export function rolloutRoutes({ lab }: RouteContext) {
  return newRouter().openapi(rollouts, async (context) => {
    await lab.refresh();
    const store = await lab.store();
    const { name } = context.req.valid('param');
    const run = requireFound(await findRun(store, name), `run "${name}"`, '/api/runs');
    const steps = (await listRolloutSteps(store, name)).map(({ step }) => step);
    const step = context.req.valid('query').step ?? steps.at(-1);
    if (step === undefined || !steps.includes(step))
      requireFound(null, `rollout of run "${name}" at this step`, '/api/runs/{name}');
    const rows = await listRollouts(store, name, step!);
    const datasets = await findDatasetsByDigest(store, run.datasetDigests);
    const groups: RolloutGroup[] = [];
    for (const [group, members] of Map.groupBy(rows, (row) => row.group)) {
      const { questionId, kind, prompt } = members[0]!;
      let dataset: string | null = null;
      for (const candidate of datasets) {
        if (dataset === null && (await findQuestion(store, questionId, candidate.name)) !== null) {
          dataset = candidate.name;
        }
      }
      groups.push({
        ...{ group, questionId, kind, prompt, dataset },
        rollouts: members.map(({ line, completion, reward, rewardParts, advantage, tokens, truncated }) => ({
          ...{ line, completion, reward, rewardParts, advantage, tokens, truncated },
        })),
      });
    }
    return context.json({ run: name, step: step!, groups }, 200);
  });
}
