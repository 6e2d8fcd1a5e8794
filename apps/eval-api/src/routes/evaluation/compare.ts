/** GET /api/compare?a&b: the samples on which two evaluations differ; /api/compare/kinds: tested kind by kind. */
import { createRoute } from '@hono/zod-openapi';
import { isRight, mcnemar } from '@parallax/eval';
import {
  type EvaluationRecord,
  findEvalSample,
  findEvaluation,
  listEvalSamplesAt,
  listEvaluationMetrics,
  type SamplePair,
  type Store,
} from '@parallax/store';
import { z } from 'zod';
import type { PairedTests } from '../../comparisons/paired-tests.ts';
import { placeAmong } from '../../comparisons/place.ts';
import type { Selections } from '../../comparisons/selections.ts';
import { requireFound } from '../../http/problem.ts';
import { sampleRow } from '../../live/present.ts';
import {
  type Cell,
  CellSchema,
  ComparisonSchema,
  type EvaluationSummary,
  KindComparisonSchema,
} from '../../schema.ts';
import {
  answers,
  integerText,
  MOST_ROWS,
  newRouter,
  nextCursor,
  PageQuerySchema,
  type RouteContext,
} from '../define.ts';
import { evaluationSummary } from './evaluations.ts';

const name = z.string().min(1).max(500);
const Two = z.object({ a: name, b: name });

const compare = createRoute({
  method: 'get',
  path: '/api/compare',
  tags: ['evaluation'],
  summary: 'Two evaluations side by side',
  request: {
    query: PageQuerySchema.extend({
      ...Two.shape,
      cell: CellSchema.default('differ'),
      kind: z.string().max(200).optional(),
      /** Id of a sample whose place in the cell is wanted. */
      at: name.optional(),
      /** Number of samples of the cell before the page. Wins over `cursor`. */
      offset: integerText(0, MOST_ROWS).optional(),
    }),
  },
  responses: answers(ComparisonSchema, 'Sums over the shared samples, and those of one cell'),
});

const byKind = createRoute({
  method: 'get',
  path: '/api/compare/kinds',
  tags: ['evaluation'],
  summary: 'Two evaluations tested against each other, kind by kind',
  request: { query: Two },
  responses: answers(KindComparisonSchema, 'Differences with paired intervals and corrected p values'),
});

export function compareRoutes({ lab }: RouteContext, selections: Selections, tests: PairedTests) {
  return newRouter()
    .openapi(compare, async (context) => {
      const store = await lab.store();
      const { a, b, cell, kind, at, limit, cursor, offset } = context.req.valid('query');
      const [recordA, recordB] = [await recordOf(store, a), await recordOf(store, b)];
      const { pairs, onlyInA, onlyInB } = await selections.pairs(store, recordA, recordB);
      const ofKind = kind === undefined ? pairs : pairs.filter((pair) => pair.kind === kind);
      const count = (wanted: Cell): number => ofKind.filter((pair) => isIn(wanted, pair)).length;
      const [both, onlyA, onlyB] = [count('both'), count('only-a'), count('only-b')];
      const listed = ofKind.filter((pair) => isIn(cell, pair));
      const after = cursor === undefined ? 0 : listed.findIndex((pair) => pair.positionA > Number(cursor));
      const start = offset ?? (after === -1 ? listed.length : after);
      const page = listed.slice(start, start + limit);
      const last = start + limit < listed.length ? page.at(-1) : undefined;
      const body = {
        a: await summaryOf(store, recordA),
        b: await summaryOf(store, recordB),
        ...{ shared: pairs.length, onlyInA, onlyInB },
        table: { both, onlyA, onlyB, neither: ofKind.length - both - onlyA - onlyB },
        pValue: mcnemar(onlyA, onlyB),
        kinds: [...new Set(pairs.map((pair) => pair.kind))].sort(),
        items: await rowsOf(store, a, b, page),
        total: listed.length,
        place: at === undefined ? null : await placeOf(store, a, listed, at),
        nextCursor: nextCursor(last?.positionA ?? null),
      };
      return context.json(body, 200);
    })
    .openapi(byKind, async (context) => {
      const store = await lab.store();
      const { a, b } = context.req.valid('query');
      const [recordA, recordB] = [await recordOf(store, a), await recordOf(store, b)];
      const rows = await tests.between(store, recordA, recordB);
      const body = {
        a: await summaryOf(store, recordA),
        b: await summaryOf(store, recordB),
        tests: rows.map(({ interval, ...rest }) => ({ ...rest, interval: plain(interval) })),
      };
      return context.json(body, 200);
    });
}

function isIn(cell: Cell, pair: SamplePair): boolean {
  const [a, b] = [isRight(pair.a), isRight(pair.b)];
  switch (cell) {
    case 'both':
      return a && b;
    case 'neither':
      return !a && !b;
    case 'only-a':
      return a && !b;
    case 'only-b':
      return b && !a;
    case 'differ':
      return a !== b;
  }
}

function plain([low, high]: readonly [number, number]): [number, number] {
  return [low, high];
}

async function placeOf(store: Store, evaluation: string, listed: readonly SamplePair[], sampleId: string) {
  const sample = requireFound(
    await findEvalSample(store, evaluation, sampleId),
    `sample "${sampleId}"`,
    '/api/evaluations/{name}/samples',
  );
  const positions = Int32Array.from(listed, (pair) => pair.positionA);
  return placeAmong(store, evaluation, positions, sample.position);
}

async function rowsOf(store: Store, a: string, b: string, page: readonly SamplePair[]) {
  const rowsA = await listEvalSamplesAt(
    store,
    a,
    page.map((pair) => pair.positionA),
  );
  const rowsB = await listEvalSamplesAt(
    store,
    b,
    page.map((pair) => pair.positionB),
  );
  const byId = new Map(rowsB.map((row) => [row.sampleId, row]));
  return rowsA.flatMap((row) => {
    const other = byId.get(row.sampleId);
    return other === undefined ? [] : [{ a: sampleRow(row), b: sampleRow(other) }];
  });
}

async function recordOf(store: Store, evaluation: string): Promise<EvaluationRecord> {
  return requireFound(
    await findEvaluation(store, evaluation),
    `evaluation "${evaluation}"`,
    '/api/evaluations',
  );
}

async function summaryOf(store: Store, record: EvaluationRecord): Promise<EvaluationSummary> {
  return evaluationSummary(store, record, await listEvaluationMetrics(store, record.name));
}
