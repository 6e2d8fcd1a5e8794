import { spawn } from 'node:child_process';
import { mkdir, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { openDatasetWriter } from '@parallax/dataset';
import type { Question, Split } from '@parallax/dataset/schema';
import { EvalLogSchema, EvalSampleSchema, type Metric } from '@parallax/eval/schema';
import { readJson, sha256 } from '@parallax/lab/node';
import sharp from 'sharp';
import { afterAll, beforeAll, expect, it } from 'vitest';

const app = fileURLToPath(new URL('../..', import.meta.url));
let lab: string;

/** Runs a verb in a process of its own, as the dispatcher does. */
async function run(
  verb: string,
  args: string[],
  kill?: AbortSignal,
): Promise<{ code: number; out: string; err: string }> {
  const script = `import verb from './src/verbs/${verb}.ts'; import { runVerb } from '@parallax/lab/node'; await runVerb(verb, process.argv.slice(1));`;
  const child = spawn(process.execPath, ['--input-type=module', '-e', script, '--', ...args], { cwd: app });
  kill?.addEventListener('abort', () => child.kill('SIGKILL'));
  let out = '';
  let err = '';
  child.stdout.on('data', (chunk: Buffer) => {
    out += chunk.toString();
  });
  child.stderr.on('data', (chunk: Buffer) => {
    err += chunk.toString();
  });
  const code = await new Promise<number>((resolve) => child.once('close', (value) => resolve(value ?? -1)));
  return { code, out, err };
}

interface ChairServer {
  readonly url: string;
  readonly asked: { images: number; text: string }[];
  /** Requests after this many stay without an answer. */
  answers: number;
  close(): void;
}

/** A chat server that always says the red chair, under whichever letter it stands. */
async function chairServer(answers = Number.POSITIVE_INFINITY): Promise<ChairServer> {
  const asked: { images: number; text: string }[] = [];
  const server = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk: Buffer) => {
      body += chunk.toString();
    });
    request.on('end', () => {
      const { messages } = JSON.parse(body) as {
        messages: { content: string | { type: string; text?: string }[] }[];
      };
      const parts = messages.flatMap(({ content }) =>
        typeof content === 'string' ? [{ type: 'text', text: content }] : content,
      );
      const text = parts.map((part) => part.text ?? '').join('');
      asked.push({ images: parts.filter((part) => part.type === 'image_url').length, text });
      if (asked.length > chairs.answers) return;
      const content = /([A-D]): the red chair/.exec(text)?.[1] ?? '';
      response.setHeader('content-type', 'application/json');
      response.end(
        JSON.stringify({ choices: [{ message: { role: 'assistant', content }, finish_reason: 'stop' }] }),
      );
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const close = (): void => {
    server.closeAllConnections();
    server.close();
  };
  const chairs = { url: `http://127.0.0.1:${port}`, asked, answers, close };
  return chairs;
}

const json = (out: string): Record<string, unknown> =>
  JSON.parse(out.trim().split('\n').at(-1) ?? '') as Record<string, unknown>;

function questionOf(split: Split, i: number): Question {
  const kind = i % 2 === 0 ? 'depth-order' : 'relation';
  return {
    schemaVersion: 1,
    codeCommit: 'test',
    type: 'question',
    questionId: `${split}-${i}`,
    kind,
    split,
    groupId: `${split}-scene-${i >> 1}`,
    pairId: null,
    viewIds: [`view-${split}-${i}`],
    subjectId: `subject-${split}-${i >> 1}`,
    text: '<image>Which is nearer? A: the red chair B: the blue chair Please output only the option letter!',
    options: ['the red chair', 'the blue chair'],
    answer: i % 4 < 3 ? 'A' : 'B',
    answerType: 'choice',
    chance: 0.5,
    geometry: {
      cameras: [],
      up: [0, 1, 0],
      centre: [0, 0, 0],
      motion: null,
      labels: null,
      objects: [],
      visible: [],
      value: 1,
      unit: null,
      margin: 1,
      parameters: {},
    },
    chain: null,
  };
}

beforeAll(async () => {
  lab = await mkdtemp(join(tmpdir(), 'parallax-verbs-'));
  const writer = await openDatasetWriter(join(lab, 'datasets', 'tiny'), {
    name: 'tiny',
    profile: 'decorrelated',
    seed: '1',
    config: {},
    imageSource: 'test',
    splitRule: 'by subject',
    generatorVersion: '1',
  });
  const image = await sharp({ create: { width: 32, height: 32, channels: 3, background: '#406080' } })
    .png()
    .toBuffer();
  for (const split of ['train', 'test'] as const) {
    const rows = Array.from({ length: 24 }, (_, i) => ({ question: questionOf(split, i), images: [image] }));
    await writer.writeShard(split, 0, { rows, records: [], discarded: {} });
  }
  await writer.finish();
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

/** Six questions in the official file of MMSI-Bench; the red chair is right in the first four. */
async function writeMmsiBench(folder: string): Promise<void> {
  const image = await sharp({ create: { width: 8, height: 8, channels: 3, background: '#804020' } })
    .png()
    .toBuffer();
  const options = 'A: the red chair, B: the blue chair, C: the lamp, D: the desk';
  const rows = Array.from({ length: 6 }, (_, i) => [
    String(i),
    image.toString('base64'),
    `What is nearest in picture ${i}? Options: ${options}`,
    i < 4 ? 'A' : 'C',
    i % 2 === 0 ? 'Positional Relationship (Cam.-Obj.)' : 'MSR',
    '',
  ]);
  const lines = [['index', 'image', 'question', 'answer', 'category', 'thought'], ...rows];
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, 'MMSI_bench.tsv'), lines.map((cells) => `${cells.join('\t')}\n`).join(''));
}

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
  const { findings } = json(out) as { findings: { kind: string; items: number }[] };
  // One picture and one wording for all questions; scenes and subjects of their own for each split.
  expect(Object.fromEntries(findings.map(({ kind, items }) => [kind, items]))).toEqual({
    'same picture': 24,
    'near picture': 24,
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
