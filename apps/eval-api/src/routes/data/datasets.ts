/** GET /api/datasets, /api/datasets/{name}, /api/datasets/{name}/questions */
import { createRoute } from '@hono/zod-openapi';
import { SplitSchema } from '@parallax/dataset/schema';
import {
  countJointLabels,
  findAudit,
  findDataset,
  listDatasets,
  listQuestions,
  listShards,
} from '@parallax/store';
import { z } from 'zod';
import { requireFound } from '../../http/problem.ts';
import { datasetSummary, questionRow } from '../../live/present.ts';
import { DatasetDetailSchema, DatasetListSchema, QuestionPageSchema } from '../../schema.ts';
import {
  answers,
  NameParams,
  newRouter,
  nextCursor,
  PageQuerySchema,
  pageOptions,
  type RouteContext,
} from '../define.ts';

const list = createRoute({
  method: 'get',
  path: '/api/datasets',
  tags: ['data'],
  summary: 'Data sets of the lab',
  responses: answers(DatasetListSchema, 'All data sets by name'),
});

const detail = createRoute({
  method: 'get',
  path: '/api/datasets/{name}',
  tags: ['data'],
  summary: 'One data set with its audit, shards and label table',
  request: { params: NameParams },
  responses: answers(DatasetDetailSchema, 'The data set'),
});

const questions = createRoute({
  method: 'get',
  path: '/api/datasets/{name}/questions',
  tags: ['data'],
  summary: 'Questions, page by page',
  request: {
    params: NameParams,
    query: PageQuerySchema.extend({ kind: z.string().max(200).optional(), split: SplitSchema.optional() }),
  },
  responses: answers(QuestionPageSchema, 'Questions in the order of the data set'),
});

export function datasetRoutes({ lab }: RouteContext) {
  return newRouter()
    .openapi(list, async (context) => {
      await lab.refresh();
      const rows = await listDatasets(await lab.store());
      return context.json({ datasets: rows.map((row) => datasetSummary(row, row.auditPassed)) }, 200);
    })
    .openapi(detail, async (context) => {
      await lab.refresh();
      const store = await lab.store();
      const { name } = context.req.valid('param');
      const row = requireFound(await findDataset(store, name), `data set "${name}"`, '/api/datasets');
      const [shards, audit, jointLabels] = await Promise.all([
        listShards(store, name),
        findAudit(store, name),
        countJointLabels(store, name),
      ]);
      const { seed, generatorVersion, splitRule, derivedFrom, config, codeCommit } = row;
      const body = {
        ...datasetSummary(row, audit?.passed ?? null),
        ...{ seed, generatorVersion, splitRule, derivedFrom, config, codeCommit, audit, jointLabels },
        shards,
        kinds: kindsOf(row.counts.bySplitAndKind),
      };
      // Answers hold what the schema names and nothing else.
      return context.json(DatasetDetailSchema.parse(body), 200);
    })
    .openapi(questions, async (context) => {
      const store = await lab.store();
      const { name } = context.req.valid('param');
      const query = context.req.valid('query');
      requireFound(await findDataset(store, name), `data set "${name}"`, '/api/datasets');
      const filter = { dataset: name, kind: query.kind, split: query.split };
      const { items, next } = await listQuestions(store, filter, pageOptions(query));
      return context.json({ questions: items.map(questionRow), nextCursor: nextCursor(next) }, 200);
    });
}

/** "train/ego-translation" -> split and kind. */
function kindsOf(counts: Readonly<Record<string, number>>) {
  return Object.entries(counts)
    .map(([key, count]) => {
      const slash = key.indexOf('/');
      return { split: SplitSchema.parse(key.slice(0, slash)), kind: key.slice(slash + 1), questions: count };
    })
    .sort((a, b) => a.split.localeCompare(b.split) || a.kind.localeCompare(b.kind));
}
