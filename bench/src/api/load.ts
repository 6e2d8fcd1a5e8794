/**
 * Many readers and writers on one server of its own, on loopback, for a bounded time. Writers append metrics lines as
 * a trainer does; afterwards the API must show every line. Ends with 1 on a 5xx, a failed read or a lost record.
 *   ./parallax exec node bench/src/api/load.ts --readers 1000 --writers 50 --seconds 60
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { appendFile, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import type { TrainingRun } from '@parallax/trainer/schema';

const ROOT = fileURLToPath(new URL('../../../', import.meta.url));
const { values } = parseArgs({
  options: {
    readers: { type: 'string', default: '1000' },
    writers: { type: 'string', default: '50' },
    seconds: { type: 'string', default: '60' },
  },
});
const [readers, writers, seconds] = [values.readers, values.writers, values.seconds].map(Number) as [
  number,
  number,
  number,
];

const lab = await mkdtemp(join(tmpdir(), 'parallax-load-'));
let child: ChildProcess | null = null;
try {
  for (let i = 0; i < writers; i++) await startRun(i);
  const server = await startServer();
  child = server.child;
  const until = performance.now() + seconds * 1000;
  const latencies: number[] = [];
  const statuses = new Map<string, number>();
  const written = new Array<number>(writers).fill(0);
  await Promise.all([
    ...Array.from({ length: readers }, (_, i) => read(server.url, i, until, latencies, statuses)),
    ...written.map((_, i) => write(i, until, written)),
  ]);
  let lost = 0;
  for (const [i, lines] of written.entries()) lost += lines - (await linesShown(server.url, i));
  latencies.sort((a, b) => a - b);
  const at = (share: number): number =>
    Math.round(latencies[Math.floor(share * (latencies.length - 1))] ?? 0);
  const bad = [...statuses].filter(([status]) => status !== '200').reduce((sum, [, count]) => sum + count, 0);
  const result = {
    ...{ readers, writers, seconds, requests: latencies.length, statuses: Object.fromEntries(statuses) },
    ...{ p50Ms: at(0.5), p99Ms: at(0.99), written: written.reduce((a, b) => a + b, 0), lost },
  };
  process.stdout.write(`${JSON.stringify(result)}\n`);
  if (bad > 0 || lost !== 0) process.exitCode = 1;
} finally {
  if (child !== null) {
    const gone = new Promise((done) => child?.once('close', done));
    child.kill('SIGTERM');
    await gone;
  }
  await rm(lab, { recursive: true, force: true });
}

async function startRun(i: number): Promise<void> {
  const folder = join(lab, 'runs', `load-${i}`);
  const run: TrainingRun = {
    ...{
      schemaVersion: 1,
      codeCommit: 'load',
      type: 'run',
      runId: `load-${i}`,
      name: `load-${i}`,
      stage: 'sft',
    },
    ...{ datasetDigests: [], parentWeights: null, config: {}, backend: {} },
  };
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, 'run.json'), JSON.stringify(run));
  await writeFile(join(folder, 'metrics.jsonl'), '');
}

async function startServer(): Promise<{ child: ChildProcess; url: string }> {
  const program = join(ROOT, 'infra/bootstrap/dispatch.mjs');
  const args = [program, 'serve', '--lab', lab, '--port', '0', '--no-dashboard', '--rate', '0', '--json'];
  const started = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  let out = '';
  // Read to the end: the server says a last line when it stops.
  await new Promise<void>((done, fail) => {
    started.once('close', () => fail(new Error('The server ended before it listened.')));
    started.stdout.on('data', (chunk: Buffer) => {
      out += chunk.toString();
      if (out.includes('\n')) done();
    });
  });
  return { child: started, url: (JSON.parse(out.split('\n')[0]!) as { url: string }).url };
}

async function read(
  url: string,
  reader: number,
  until: number,
  latencies: number[],
  statuses: Map<string, number>,
): Promise<void> {
  const paths = [
    '/api/runs',
    `/api/runs/load-${reader % writers}/metrics?maxPoints=200`,
    '/api/lab',
    '/healthz',
  ];
  for (let i = reader; performance.now() < until; i++) {
    const startedAt = performance.now();
    const status = await fetch(`${url}${paths[i % paths.length]}`).then(
      async (response) => {
        await response.arrayBuffer();
        return String(response.status);
      },
      (error: Error) => (error.cause as { code?: string } | undefined)?.code ?? error.message,
    );
    latencies.push(performance.now() - startedAt);
    statuses.set(status, (statuses.get(status) ?? 0) + 1);
  }
}

async function write(run: number, until: number, written: number[]): Promise<void> {
  const path = join(lab, 'runs', `load-${run}`, 'metrics.jsonl');
  while (performance.now() < until) {
    await appendFile(path, `${JSON.stringify({ step: ++written[run]!, loss: Math.random() })}\n`);
    await new Promise((done) => setTimeout(done, 100));
  }
}

async function linesShown(url: string, run: number): Promise<number> {
  const response = await fetch(`${url}/api/runs/load-${run}/metrics?keys=loss&maxPoints=100000`);
  const body = (await response.json()) as { series: { total: number }[] };
  return body.series[0]?.total ?? 0;
}
