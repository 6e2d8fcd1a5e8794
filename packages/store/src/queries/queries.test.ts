import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sha256 } from '@parallax/lab/node';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openStore, type Store } from '../database/index.ts';
import { makeSmallLab, type SmallLab } from '../fixture/index.ts';
import { indexLab } from '../index/index.ts';
import { metrics } from '../tables/index.ts';
import { countJointLabels } from './datasets.ts';
import { pairEvalSamples } from './evaluation/pairs.ts';
import { findEvalSample, findSampleIds, listEvalSamplesAt, type Outcome } from './evaluation/samples.ts';
import { selectEvalSamples } from './evaluation/selections.ts';
import { metricSeries } from './metrics.ts';
import { findImage, findQuestion, listQuestions } from './questions.ts';

let lab: string;
let small: SmallLab;
let store: Store;
beforeAll(async () => {
  lab = join(await mkdtemp(join(tmpdir(), 'parallax-queries-')), 'lab');
  small = await makeSmallLab(lab);
  store = await openStore({ lab });
  await indexLab(store);
});
afterAll(async () => {
  await store.close();
  await rm(join(lab, '..'), { recursive: true, force: true });
});

test('pages of any size, one after the other, are the whole list in order', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.integer({ min: 1, max: 80 }),
      fc.constantFrom(undefined, 'ego-rotation'),
      fc.constantFrom(undefined, 'test' as const),
      async (limit, kind, split) => {
        const seen: string[] = [];
        let after: number | undefined;
        do {
          const page = await listQuestions(store, { dataset: 'orbit', kind, split }, { after, limit });
          expect(page.items.length).toBeLessThanOrEqual(limit);
          seen.push(...page.items.map((row) => row.questionId));
          after = page.next ?? undefined;
        } while (after !== undefined);
        const expected = small.questions.filter(
          (question) =>
            (kind ?? question.kind) === question.kind && (split ?? question.split) === question.split,
        );
        expect(seen).toEqual(expected.map((question) => question.questionId));
      },
    ),
    { numRuns: 25 },
  );
});

test('a thinned-out curve keeps both extremes and the last point, in order, within its limit', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.uniqueArray(fc.integer({ min: 0, max: 5000 }), { minLength: 1, maxLength: 300 }),
      fc.integer({ min: 4, max: 60 }),
      // SQLite has no negative zero.
      fc.infiniteStream(fc.double({ noNaN: true, min: -1e6, max: 1e6 }).map((value) => value + 0)),
      async (steps, maxPoints, values) => {
        const points = steps
          .sort((a, b) => a - b)
          .map((step) => ({ run: 'made', key: 'y', step, value: values.next().value as number }));
        await store.write(async (writer) => {
          await writer.run(writer.builder.delete(metrics));
          await writer.insert(metrics, points);
        });
        const [series] = await metricSeries(store, { run: 'made', keys: ['y', 'none'], maxPoints });
        if (series === undefined) throw new Error('no series');
        expect(series.total).toBe(points.length);
        expect(series.points.length).toBeLessThanOrEqual(
          Math.max(maxPoints, points.length <= maxPoints ? points.length : 0),
        );
        const shown = series.points.map((point) => point.value);
        const all = points.map((point) => point.value);
        expect(Math.max(...shown)).toBe(Math.max(...all));
        expect(Math.min(...shown)).toBe(Math.min(...all));
        expect(series.points.at(-1)).toEqual({ step: points.at(-1)!.step, value: points.at(-1)!.value });
        const known = new Map(points.map((point) => [point.step, point.value]));
        for (const { step, value } of series.points) expect(known.get(step)).toBe(value);
        expect(series.points.map((p) => p.step)).toEqual(
          series.points.map((p) => p.step).sort((a, b) => a - b),
        );
      },
    ),
    { numRuns: 40 },
  );
});

test('the outcomes of an evaluation share its samples out without rest or overlap', async () => {
  const evaluation = small.evaluations.poor;
  const all = await selectEvalSamples(store, { evaluation });
  const outcomes: Outcome[] = ['correct', 'wrong', 'unparsed', 'error'];
  const parts = await Promise.all(
    outcomes.map((outcome) => selectEvalSamples(store, { evaluation, outcome })),
  );
  expect(all).toEqual(Array.from({ length: 36 }, (_, i) => i));
  expect(parts.flat().sort((a, b) => a - b)).toEqual(all);
  const unparsed = await listEvalSamplesAt(store, evaluation, parts[2]!);
  expect(unparsed.length).toBeGreaterThan(0);
  for (const row of unparsed) expect(row).toMatchObject({ excerpt: 'I cannot tell.', outcome: 'unparsed' });
});

test('kind, outcome and text narrow a selection together; signs of a pattern are looked for as they are', async () => {
  const evaluation = small.evaluations.poor;
  const select = (filter: object) => selectEvalSamples(store, { evaluation, ...filter });
  const kind = await select({ kind: 'ego-rotation' });
  const text = await select({ text: 'i CANNOT' });
  const both = await select({ kind: 'ego-rotation', text: 'i CANNOT' });
  expect(text).toEqual(await select({ outcome: 'unparsed' }));
  expect(both).toEqual(kind.filter((position) => text.includes(position)));
  expect(await select({ text: 'I%tell' })).toEqual([]);
  expect(await select({ text: 'I_cannot' })).toEqual([]);
});

test('rows come in the order asked for, with the head of a long completion', async () => {
  const evaluation = small.evaluations.good;
  const rows = await listEvalSamplesAt(store, evaluation, [5, 2, 99, 7]);
  expect(rows.map(({ position }) => position)).toEqual([5, 2, 7]);
  const whole = (await findEvalSample(store, evaluation, rows[0]!.sampleId))!;
  expect(whole.completion!.length).toBeGreaterThan(rows[0]!.excerpt!.length);
  expect(whole.completion!.startsWith(rows[0]!.excerpt!)).toBe(true);
  expect(await findSampleIds(store, evaluation, [undefined, 5])).toEqual([null, rows[0]!.sampleId]);
});

test('two evaluations are joined by id, the same from both sides', async () => {
  const { good, poor } = small.evaluations;
  const forward = await pairEvalSamples(store, good, poor);
  const backward = await pairEvalSamples(store, poor, good);
  expect(forward).toMatchObject({ onlyInA: 0, onlyInB: 0 });
  expect(forward.pairs).toHaveLength(36);
  const wrong = await selectEvalSamples(store, { evaluation: poor, outcome: 'wrong' });
  const unparsed = await selectEvalSamples(store, { evaluation: poor, outcome: 'unparsed' });
  const worse = forward.pairs.filter((pair) => pair.b < pair.a).map(({ positionB }) => positionB);
  expect(worse).toEqual([...wrong, ...unparsed].sort((x, y) => x - y));
  const turned = backward.pairs.map(({ positionA, positionB, a, b, ...rest }) => ({
    ...rest,
    ...{ positionA: positionB, positionB: positionA, a: b, b: a },
  }));
  expect(turned).toEqual(forward.pairs);
});

test('joint labels count every labelled pair once', async () => {
  const rows = await countJointLabels(store, 'orbit');
  expect(rows.reduce((sum, row) => sum + row.pairs, 0)).toBe(24);
  const test = await countJointLabels(store, 'orbit', 'test');
  expect(test.reduce((sum, row) => sum + row.pairs, 0)).toBe(12);
});

test('an image is found by its digest, and a question by its id', async () => {
  const { images, question } = await small.dataset.readRow(5);
  const place = await findImage(store, sha256(images[1]!));
  const row = await small.dataset.readRow(place!.position);
  expect(sha256(row.images[place!.place]!)).toBe(sha256(images[1]!));
  expect((await findQuestion(store, question.questionId))?.position).toBe(5);
  expect(await findQuestion(store, question.questionId, 'another')).toBeNull();
  expect(await findImage(store, '0'.repeat(64))).toBeNull();
});
