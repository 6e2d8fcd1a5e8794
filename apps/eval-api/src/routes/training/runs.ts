/** GET /api/runs, /api/runs/{name} */
import { join } from 'node:path';
import { createRoute } from '@hono/zod-openapi';
import {
  findCheckpointsByWeights,
  findRun,
  listCheckpoints,
  listDatasets,
  listEvaluations,
  listMetricKeys,
  listRolloutSteps,
  listRuns,
  type RunRecord,
} from '@parallax/store';
import { requireFound } from '../../http/problem.ts';
import { runStateOf } from '../../live/run-state.ts';
import { RunDetailSchema, RunListSchema, type RunSummary } from '../../schema.ts';
import { answers, NameParams, newRouter, type RouteContext } from '../define.ts';

const list = createRoute({
  method: 'get',
  path: '/api/runs',
  tags: ['training'],
  summary: 'Training runs of the lab',
  responses: answers(RunListSchema, 'All runs by name'),
});

const detail = createRoute({
  method: 'get',
  path: '/api/runs/{name}',
  tags: ['training'],
  summary: 'One run: config, backend, checkpoints, what it recorded',
  request: { params: NameParams },
  responses: answers(RunDetailSchema, 'The run'),
});

export function runRoutes({ lab }: RouteContext) {
  return newRouter()
    .openapi(list, async (context) => {
      await lab.refresh();
      const runs = await lab.once('runs', async () => {
        const [rows, nameOf] = await Promise.all([listRuns(await lab.store()), datasetNames(lab)]);
        return Promise.all(rows.map((row) => summaryOf(lab, row, row.lastStep, nameOf)));
      });
      return context.json({ runs }, 200);
    })
    .openapi(detail, async (context) => {
      await lab.refresh();
      const store = await lab.store();
      const { name } = context.req.valid('param');
      const row = requireFound(await findRun(store, name), `run "${name}"`, '/api/runs');
      const [rows, nameOf, saved, evaluations, metricKeys, rolloutSteps] = await Promise.all([
        listRuns(store),
        datasetNames(lab),
        listCheckpoints(store, name),
        listEvaluations(store),
        listMetricKeys(store, name),
        listRolloutSteps(store, name),
      ]);
      const lastStep = rows.find((run) => run.name === name)?.lastStep ?? null;
      const parents =
        row.parentWeights === null ? [] : await findCheckpointsByWeights(store, row.parentWeights);
      const { config, backend, result, codeCommit } = row;
      const body = {
        ...(await summaryOf(lab, row, lastStep, nameOf)),
        ...{ config, backend, result, codeCommit, metricKeys, rolloutSteps },
        checkpoints: saved.map(({ checkpointId, step, weightsDigest, files }) => ({
          ...{ checkpointId, step, weightsDigest, files },
          evaluations: evaluations
            .filter((evaluation) => evaluation.weightsDigest === weightsDigest)
            .map((evaluation) => evaluation.name),
        })),
        parents: [...new Set(parents.map((checkpoint) => checkpoint.run))],
      };
      return context.json(body, 200);
    });
}

async function summaryOf(
  lab: RouteContext['lab'],
  row: RunRecord,
  lastStep: number | null,
  nameOf: ReadonlyMap<string, string>,
): Promise<RunSummary> {
  const { name, runId, stage, datasetDigests, parentWeights } = row;
  const planned = row.config['steps'];
  return {
    ...{ name, runId, stage, datasetDigests, parentWeights, lastStep },
    ...(await runStateOf(join(lab.folder, 'runs', name), row.result !== null)),
    plannedSteps: typeof planned === 'number' ? planned : null,
    datasets: datasetDigests.flatMap((digest) => nameOf.get(digest) ?? []),
  };
}

/** Digest -> name of the data sets in this lab. */
async function datasetNames(lab: RouteContext['lab']): Promise<Map<string, string>> {
  const rows = await listDatasets(await lab.store());
  return new Map(rows.map(({ digest, name }) => [digest, name]));
}
