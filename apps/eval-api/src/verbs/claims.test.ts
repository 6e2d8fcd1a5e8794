/** `parallax claims` on what `parallax evaluate` wrote, both as processes, against a server on loopback. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openDatasetWriter } from '@parallax/dataset';
import { madeQuestions, rgbPng } from '@parallax/dataset/fixture';
import type { ClaimResult } from '@parallax/eval';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type ChairServer, chairServer } from './testing/chair-server.ts';
import { json, run } from './testing/run-verb.ts';

const questions = madeQuestions({ scenes: 8, seed: 'claims', split: 'test', kinds: ['ego-translation'] });
/** Whatever it is asked, the camera moved left: true where that is the right answer. */
const SAID = '<think>The camera moved left. The camera hums sideways.</think>\n<answer>A</answer>';

let lab: string;
let server: ChairServer;
let folder: string;
let bare: string;

beforeAll(async () => {
  lab = await mkdtemp(join(tmpdir(), 'parallax-claims-'));
  const writer = await openDatasetWriter(join(lab, 'datasets', 'made'), {
    ...{ name: 'made', profile: 'decorrelated', seed: '1', config: {}, generatorVersion: '1' },
    ...{ imageSource: 'test', splitRule: 'by subject' },
  });
  const image = rgbPng(8, () => [90, 90, 90]);
  const rows = questions.map((question) => ({ question, images: question.viewIds.map(() => image) }));
  await writer.writeShard('test', 0, { rows, records: [], discarded: {} });
  await writer.finish();
  server = await chairServer(Number.POSITIVE_INFINITY, ({ model }) => (model === 'bare' ? 'A' : SAID));
  for (const model of ['chains', 'bare']) {
    const flags = ['--dataset', 'made', '--model', server.url, '--served-model', model, '--lab', lab];
    const { code, out, err } = await run('evaluate', [...flags, '--json']);
    expect(code, err).toBe(0);
    const made = String(json(out)['folder']);
    if (model === 'bare') bare = made;
    else folder = made;
  }
}, 240_000);

afterAll(async () => {
  server?.close();
  await rm(lab, { recursive: true, force: true });
});

it('counts true claims by the geometry of each question, and answers behind true and false ones', async () => {
  const { code, out, err } = await run('claims', [folder, '--json']);
  expect(code, err).toBe(0);
  const results = json(out)['results'] as ClaimResult[];
  const isLeft = questions.map(({ answer, options }) => options['ABC'.indexOf(answer)]!.includes('left'));
  const left = isLeft.filter(Boolean).length;
  expect(left).toBeGreaterThan(2);
  expect(left).toBeLessThan(questions.length - 2);
  const [moved, other] = results;
  expect(moved).toMatchObject({ form: 'shift', claims: questions.length, true: left / questions.length });
  const rightA = (whether: boolean): number => {
    const those = questions.filter((_, i) => isLeft[i] === whether);
    return those.filter(({ answer }) => answer === 'A').length / those.length;
  };
  expect(moved!.rightIfTrue).toBeCloseTo(rightA(true), 12);
  expect(moved!.rightIfFalse).toBeCloseTo(rightA(false), 12);
  expect(other).toMatchObject({ form: null, claims: questions.length, true: 0 });
});

it('names what it cannot check', async () => {
  const kinds = await run('claims', [folder, '--kinds', 'colour']);
  expect(kinds.code).toBe(2);
  expect(kinds.err).toContain('Kinds there: ego-translation.');
  const letters = await run('claims', [bare]);
  expect(letters.code).toBe(2);
  expect(letters.err).toContain('Evaluate the model with --style chain.');
  const without = await run('claims', [join(lab, 'evaluations', 'none')]);
  expect(without.code).toBe(2);
  expect(without.err).toContain('log.json');
});
