/** `parallax report` with every flag on logs that `parallax evaluate` wrote, all as processes, against a server on loopback. */
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Asked, type ChairServer, chairServer, letterOf } from './testing/chair-server.ts';
import { json, run } from './testing/run-verb.ts';
import { writeMmsiBench, writeTinyDataset } from './testing/tiny-files.ts';

/**
 * "tuned" sees the red chair wherever both views are there; "base" always says A; "dice" is right where its seed and the
 * wording say so.
 */
function answer({ images, text, model, seed }: Asked): string {
  if (model === 'base') return 'A';
  const chair = letterOf('the red chair', text);
  if (model === 'tuned') return images > 0 ? chair : letterOf('the blue chair', text);
  return (text.length + seed) % 2 === 0 ? chair : '';
}

/** A dozen processes one after the other, on a machine that may do other work too. */
const MANY_PROCESSES_MS = 600_000;

let lab: string;
let server: ChairServer;
let page: string;
let result: Record<string, unknown>;

async function evaluate(...args: readonly string[]): Promise<void> {
  const { code, err } = await run('evaluate', ['--lab', lab, '--style', 'letter', ...args, '--json']);
  expect(code, err).toBe(0);
}

beforeAll(async () => {
  lab = await mkdtemp(join(tmpdir(), 'parallax-report-'));
  const mmsi = join(lab, 'mmsi');
  await writeTinyDataset(join(lab, 'datasets', 'tiny'), 2);
  await writeMmsiBench(mmsi);
  server = await chairServer(Number.POSITIVE_INFINITY, answer);
  const model = (name: string) => ['--model', server.url, '--served-model', name, '--name', name];
  for (const name of ['base', 'tuned']) {
    await evaluate('--dataset', 'tiny', ...model(name), '--controls', 'all');
    const circular = ['--scorer', 'mmsi-official-circular'];
    await evaluate('--task', 'mmsi-bench', '--data', mmsi, ...circular, ...model(name));
  }
  const all = ['--name', 'single', '--controls', 'all'];
  await evaluate(
    '--task',
    'mmsi-bench',
    '--data',
    mmsi,
    '--model',
    server.url,
    '--served-model',
    'tuned',
    ...all,
  );
  for (const seed of ['1', '2'])
    await evaluate('--dataset', 'tiny', ...model('dice'), '--temperature', '0.7', '--seed', seed);
  const tiny = join(lab, 'datasets', 'tiny');
  const search = await run('contamination', ['--train', tiny, '--against', tiny, '--lab', lab, '--json']);
  expect(search.code, search.err).toBe(0);
  const flags = ['--target', 'tiny/test', '--guard', 'mmsi-bench', '--base', 'base'];
  const report = await run('report', [
    ...['--lab', lab, ...flags, '--published', 'tuned=Actial-7B', '--json'],
  ]);
  expect(report.code, report.err).toBe(0);
  result = json(report.out);
  page = await readFile(String(result['html']), 'utf8');
}, MANY_PROCESSES_MS);
afterAll(async () => {
  server?.close();
  await rm(lab, { recursive: true, force: true });
});

/** The text of a section, tags left out. */
function section(id: string): string {
  const markup = new RegExp(`<section id="${id}">[\\s\\S]*?</section>`).exec(page)?.[0] ?? '';
  return markup
    .replace(/<[^>]+>/g, ' ')
    .replace(/\s+/g, ' ')
    .trim();
}

it('shows each control beside the plain score, with what is answered without pictures', () => {
  const controls = result['controls'] as {
    model: string;
    control: string;
    asked: number;
    shared: number;
    absent: string | null;
    pair: { difference: { difference: number } } | null;
  }[];
  const of = (model: string) =>
    Object.fromEntries(
      controls
        .filter((row) => row.model === model)
        .map(({ control, pair }) => [control, pair?.difference.difference]),
    );
  // Right in 75 %; blind it says the other chair: 25 %.
  expect(of('tuned')).toEqual({ 'text-only': -0.5, 'drop-view': 0, 'shuffle-views': 0, 'rotate-options': 0 });
  // Always "A" is right in 75 %, and in 25 % once the options have moved on.
  expect(of('base')['rotate-options']).toBe(-0.5);
  for (const row of controls.filter(({ model }) => model === 'tuned'))
    expect(row).toMatchObject({ asked: 24, shared: 24, absent: null });
  expect(section('controls')).toContain('right under every letter 75.0 %');
  expect(section('controls')).toContain('right under every letter 0.0 %');
});

it('says what is answered without pictures, beside what the training set holds of the test', () => {
  const rows = result['withoutPictures'] as { task: string; model: string }[];
  const [base, tuned] = rows.filter(({ task }) => task === 'tiny/test');
  expect(base).toMatchObject({ model: 'base', score: 0.75, right: 18, rightBoth: 18, bothByLuck: 13.5 });
  // It names the other chair without pictures: never right both ways.
  expect(tuned).toMatchObject({ model: 'tuned', score: 0.25, right: 18, rightBoth: 0, bothByLuck: 4.5 });
  expect(section('seen')).toMatch(/tuned tiny\/test, 24 questions 25\.0 .* 50\.0 .* 0 of 18 right 4\.5/);
  expect(section('seen')).toContain(
    'tiny/test searched for in tiny/train: 24 questions and 1 pictures in 24 and 1',
  );
  // One grey picture is all there is, on both sides.
  expect(section('seen')).toMatch(/same picture the same bytes 24 100\.0 test-0 \u2190 train-0/);
});

it('leaves out a control that changes no question, and the report says so', async () => {
  const controls = result['controls'] as { task: string; control: string; absent: string | null }[];
  const single = controls
    .filter(({ task }) => task === 'mmsi-bench')
    .map(({ control, absent }) => [control, absent]);
  expect(single).toEqual([
    ['text-only', null],
    ['drop-view', 'changes no question'],
    ['shuffle-views', 'changes no question'],
    ['rotate-options', null],
  ]);
  expect(section('controls')).toContain('changes no question (none shows several pictures)');
});

it('holds the guard task beside the target', () => {
  const guard = result['guard'] as { role: string; task: string; model: string; difference: number }[];
  // On rotated rows "A" is right once in four, the chair always where it is the answer: four of six questions.
  expect(guard.map(({ role, task, model, difference }) => [role, task, model, difference])).toEqual([
    ['target', 'tiny/test', 'dice', expect.any(Number)],
    ['target', 'tiny/test', 'tuned', 0],
    ['guard', 'mmsi-bench', 'single', expect.any(Number)],
    ['guard', 'mmsi-bench', 'tuned', expect.closeTo(4 / 6 - 6 / 24, 10)],
  ]);
  expect(section('guard')).toMatch(/tiny\/test target tuned 75\.0 75\.0 0\.0 .* holds/);
  expect(section('guard')).toMatch(/mmsi-bench guard tuned 25\.0 66\.7 \+41\.7 .* gains/);
});

it('counts what is right in every form, and answers of several seeds', () => {
  const forms = result['forms'] as { model: string; way: string; consistency: { every: number } }[];
  expect(forms.map(({ model, way, consistency }) => [model, way, consistency.every])).toEqual([
    ['base', 'rotation', 0],
    ['tuned', 'rotation', 4 / 6],
  ]);
  const [repeat, ...more] = result['repeats'] as {
    model: string;
    seeds: number[];
    passAt: { k: number }[];
  }[];
  expect(more).toEqual([]);
  expect(repeat).toMatchObject({
    model: 'dice',
    seeds: [1, 2],
    passAt: [{ k: 1 }, { k: 2, score: { mean: 0.75 } }],
  });
  expect(section('repeats')).toMatch(/pass@2 75\.0/);
  expect(section('comparisons')).toContain('q: so that few');
});

it('says why a published figure cannot be compared', () => {
  expect(result['published']).toEqual([
    expect.objectContaining({
      verdict: 'not comparable',
      ours: expect.objectContaining({ scorer: 'parallax', questions: 24 }),
      differences: ['questions: 1000 there, 24 here'],
    }),
  ]);
  expect(section('published')).toMatch(/mmsi-bench tuned, paper: arXiv 2511\.01618/);
});

it.each([
  [['--target', 'tiny/test'], 'guard-alone'],
  [['--target', 'tiny/test', '--guard', 'mmsi'], 'unknown-task'],
  [['--target', 'tiny/test', '--guard', 'mmsi-bench', '--base', 'bass'], 'unknown-model'],
  [['--published', 'tuned'], 'not-a-pair'],
  [['--published', 'tuned=Nobody'], 'unknown-published-model'],
])('refuses %j with %s and exit code 2', async (flags, code) => {
  const { out, code: exit } = await run('report', ['--lab', lab, ...flags, '--json']);
  expect(exit).toBe(2);
  expect(json(out)).toMatchObject({ error: { code, remedy: expect.any(String) } });
});
