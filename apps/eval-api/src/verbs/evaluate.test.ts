import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { EvalLogSchema, EvalSampleSchema, type Metric } from '@parallax/eval/schema';
import { readJson, sha256 } from '@parallax/lab/node';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { chairServer } from './testing/chair-server.ts';
import { json, run } from './testing/run-verb.ts';
import { writeMmsiBench, writeTinyDataset } from './testing/tiny-files.ts';

let lab: string;

beforeAll(async () => {
  lab = await mkdtemp(join(tmpdir(), 'parallax-verbs-'));
  await writeTinyDataset(join(lab, 'datasets', 'tiny'));
});
afterAll(() => rm(lab, { recursive: true, force: true }));

it('evaluates blindly, finds its own result again, and reports it', async () => {
  const args = ['--lab', lab, '--dataset', 'tiny', '--model', 'blind', '--name', 'blind', '--json'];
  const first = await run('evaluate', args);
  expect(first.code, first.err).toBe(0);
  const result = json(first.out);
  expect(result).toMatchObject({ model: 'blind', task: 'tiny/test' });
  const log = await readJson(join(String(result['folder']), 'log.json'), EvalLogSchema);
  expect(log.metrics.map(({ kind, n }) => [kind, n])).toEqual([
    ['overall', 24],
    ['depth-order', 12],
    ['relation', 12],
  ]);
  expect(log.metrics[1]?.accuracy).toBe(1);
  const writtenAt = (await stat(join(String(result['folder']), 'log.json'))).mtimeMs;
  expect(json((await run('evaluate', args)).out)).toEqual(result);
  expect((await stat(join(String(result['folder']), 'log.json'))).mtimeMs).toBe(writtenAt);

  const report = await run('report', ['--lab', lab, '--json']);
  expect(report.code, report.err).toBe(0);
  const { html, examples } = json(report.out);
  expect(examples).toBeGreaterThan(1);
  const page = await readFile(String(html), 'utf8');
  expect(page).toContain('tiny/test');
  expect(page).toContain('the red chair');
  expect(page).toContain('data:image/png;base64,');
});

it('runs a task under its controls after the plain run, each an evaluation of its own', async () => {
  const server = await chairServer();
  const model = ['--model', server.url, '--served-model', 'chairs', '--style', 'letter'];
  const args = [
    '--lab',
    lab,
    '--dataset',
    'tiny',
    ...model,
    '--controls',
    'text-only,rotate-options',
    '--json',
  ];
  const { out, err, code } = await run('evaluate', args);
  server.close();
  expect(code, err).toBe(0);
  const result = json(out) as {
    task: string;
    metrics: Metric[];
    controls: { task: string; metrics: Metric[] }[];
  };
  expect(
    [result, ...result.controls].map(({ task, metrics }) => [task, metrics[0]?.n, metrics[0]?.accuracy]),
  ).toEqual([
    ['tiny/test', 24, 0.75],
    ['tiny/test+text-only', 24, 0.75],
    ['tiny/test+rotate-options', 24, 0.75],
  ]);
  const { asked } = server;
  expect(asked.map(({ images }) => images)).toEqual(asked.map((_, i) => (i < 24 || i >= 48 ? 1 : 0)));
  expect(asked.slice(48).every(({ text }) => text.includes('A: the blue chair B: the red chair'))).toBe(true);
});

it('asks a public benchmark with the rows of an official scorer, goes on after kill -9, and scores officially', async () => {
  const data = join(lab, 'mmsi');
  await writeMmsiBench(data);
  const server = await chairServer(7);
  const args = ['--lab', lab, '--task', 'mmsi-bench', '--data', data, '--model', server.url, '--json'];
  const flags = ['--served-model', 'chairs', '--concurrency', '2', '--scorer', 'mmsi-official-circular'];

  // Two requests hang: the seven before them are answered and recorded.
  const kill = new AbortController();
  const killed = run('evaluate', [...args, ...flags], kill.signal);
  for (let waited = 0; server.asked.length < 9 && waited < 20_000; waited += 20) await sleep(20);
  expect(server.asked).toHaveLength(9);
  kill.abort();
  await killed;
  server.answers = Number.POSITIVE_INFINITY;

  const { out, err, code } = await run('evaluate', [...args, ...flags]);
  expect(code, err).toBe(0);
  expect(server.asked).toHaveLength(9 + 24 - 7);
  const result = json(out) as { folder: string; metrics: Metric[]; official: Record<string, unknown> };
  expect(result.metrics[0]).toMatchObject({ kind: 'overall', n: 24, accuracy: 16 / 24, errorRate: 0 });
  expect(result.official['mmsi-official-circular']).toEqual({ circular: 4 / 6, vanilla: 4 / 6 });
  const lines = (await readFile(join(result.folder, 'samples.jsonl'), 'utf8')).trim().split('\n');
  const ids = lines.map((line) => EvalSampleSchema.parse(JSON.parse(line)).sampleId);
  expect(new Set(ids).size).toBe(24);
  expect(ids.slice(0, 7)).toEqual(['0', '1', '2', '3', '4', '5', '1000000']);
  const text = await readFile(join(result.folder, 'scorers.json'), 'utf8');
  const log = await readJson(join(result.folder, 'log.json'), EvalLogSchema);
  expect(log.scorersSha256).toBe(sha256(text));
  const { scorers } = JSON.parse(text) as { scorers: Record<string, { overall: unknown; items: unknown[] }> };
  expect(scorers['mmsi-official-circular']?.items).toHaveLength(24);
  expect(scorers['vlmevalkit-easi']?.items).toHaveLength(6);

  // A control is an evaluation of its own: no pictures, and only the rows that are asked for.
  const before = server.asked.length;
  const control = await run('evaluate', [...args, '--served-model', 'chairs', '--control', 'text-only']);
  server.close();
  expect(control.code, control.err).toBe(0);
  expect(json(control.out)).toMatchObject({
    task: 'mmsi-bench+text-only',
    metrics: [{ n: 6 }, { n: 3 }, { n: 3 }],
  });
  expect(server.asked.slice(before).map(({ images }) => images)).toEqual(Array.from({ length: 6 }, () => 0));
});

it.each([
  [['--task', 'mmsi-bench', '--model', 'blind'], 'no-data-folder'],
  [['--task', 'mmsi-bensh', '--data', '.', '--model', 'blind'], 'unknown-benchmark'],
  [['--task', 'mmsi-bench', '--data', '.', '--dataset', 'tiny', '--model', 'blind'], 'two-sources'],
  [['--dataset', 'tiny', '--model', 'blind', '--control', 'text-only'], 'control-of-blind'],
  [['--dataset', 'tiny', '--model', 'x', '--control', 'blur'], 'unknown-control'],
  [['--dataset', 'tiny', '--model', 'x', '--controls', 'all', '--out', 'y'], 'one-folder'],
  [['--dataset', 'none', '--model', 'blind'], 'not-a-dataset'],
  [['--dataset', 'tiny', '--model', 'blind', '--kinds', 'relaton'], 'unknown-kind'],
  [['--dataset', 'tiny', '--model', 'no/such/folder'], 'no-model'],
  [['--dataset', 'tiny', '--model', 'http://127.0.0.1:9'], 'no-served-model'],
  [['--dataset', 'tiny', '--model', 'blind', '--limit', '0'], 'wrong-type'],
  [['--dataset', 'tiny', '--model', 'blind', '--split', 'validation'], 'empty-split'],
])('refuses %j with %s and exit code 2', async (args, code) => {
  const { out, err, code: exit } = await run('evaluate', ['--lab', lab, ...args, '--json']);
  expect(exit, err).toBe(2);
  expect(json(out)).toMatchObject({ error: { code, remedy: expect.any(String) } });
});

it('finds in a test split what the train split holds', async () => {
  const args = [
    '--train',
    join(lab, 'datasets', 'tiny'),
    '--against',
    join(lab, 'datasets', 'tiny'),
    '--json',
  ];
  const { out, err, code } = await run('contamination', args);
  expect(code, err).toBe(0);
  const report = json(out) as {
    trainItems: number;
    testItems: number;
    findings: { kind: string; items: number }[];
  };
  const { findings } = report;
  const read = report.trainItems + report.testItems;
  expect(err).toContain(`pictures and wordings: ${read}/${read} in`);
  // One picture and one wording for all questions; scenes and subjects of their own for each split.
  expect(Object.fromEntries(findings.map(({ kind, items }) => [kind, items]))).toEqual({
    'same picture': 24,
    'near picture': 24,
    'cut-out picture': 0,
    'same group': 0,
    'same subject': 0,
    'same wording': 24,
    'near wording': 24,
  });
  const none = await run('contamination', ['--train', 'x', '--json']);
  expect(none.code).toBe(2);
  expect(json(none.out)).toMatchObject({ error: { code: 'no-test-set' } });
});

it('names what a report cannot read', async () => {
  expect(json((await run('report', ['--lab', join(lab, 'empty'), '--json'])).out)).toMatchObject({
    error: { code: 'not-a-lab' },
  });
  const damaged = join(lab, 'datasets', 'tiny', 'audit.json');
  await writeFile(damaged, '{"type": "audit"');
  const { out, code } = await run('report', ['--lab', lab, '--json']);
  expect(code).toBe(2);
  expect(json(out)).toMatchObject({
    error: { code: 'not-json', message: expect.stringContaining('audit.json') },
  });
});
