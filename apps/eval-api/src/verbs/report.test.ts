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
  for (const seed of ['1', '2'])
    await evaluate('--dataset', 'tiny', ...model('dice'), '--temperature', '0.7', '--seed', seed);
  const flags = ['--target', 'tiny/test', '--guard', 'mmsi-bench', '--base', 'base'];
  const report = await run('report', [
    ...['--lab', lab, ...flags, '--published', 'tuned=Actial-7B', '--json'],
  ]);
  expect(report.code, report.err).toBe(0);
  result = json(report.out);
  page = await readFile(String(result['html']), 'utf8');
});
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
    difference: { difference: number };
  }[];
  const of = (model: string) =>
    Object.fromEntries(
      controls
        .filter((row) => row.model === model)
        .map(({ control, difference }) => [control, difference.difference]),
    );
  // Right in 75 %; blind it says the other chair: 25 %.
  expect(of('tuned')).toEqual({ 'text-only': -0.5, 'drop-view': 0, 'shuffle-views': 0, 'rotate-options': 0 });
  // Always "A" is right in 75 %, and in 25 % once the options have moved on.
  expect(of('base')['rotate-options']).toBe(-0.5);
  expect(section('controls')).toContain(
    'Answered without pictures: 25.0 % of the questions, 33.3 % of the plain score',
  );
  expect(section('controls')).toContain('right under every letter 75.0 %');
  expect(section('controls')).toContain('right under every letter 0.0 %');
});

it('holds the guard task beside the target', () => {
  const guard = result['guard'] as { role: string; task: string; model: string; difference: number }[];
  // On rotated rows "A" is right once in four, the chair always where it is the answer: four of six questions.
  expect(guard.map(({ role, task, model, difference }) => [role, task, model, difference])).toEqual([
    ['target', 'tiny/test', 'dice', expect.any(Number)],
    ['target', 'tiny/test', 'tuned', 0],
    ['guard', 'mmsi-bench', 'tuned', expect.closeTo(4 / 6 - 6 / 24, 10)],
  ]);
  expect(section('guard')).toMatch(/tiny\/test target tuned 0\.0 .* holds/);
  expect(section('guard')).toMatch(/mmsi-bench guard tuned \+41\.7 .* gains/);
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
