/**
 * Many readers and writers on one server of its own, on loopback, for a bounded time. Writers append metrics lines as
 * a trainer does; afterwards the API must show every line. Ends with 1 on a 5xx, a failed read or a lost record.
 *   ./parallax exec node bench/src/api/load.ts --readers 1000 --writers 50 --seconds 60
 */
import { appendFile, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import type { TrainingRun } from '@parallax/trainer/schema';
import { type Served, startServer } from './served.ts';

/** Ticks of the kernel's clock a second, as /proc counts processor time on Linux. */
const TICKS_PER_S = 100;
const { values } = parseArgs({
  options: {
    readers: { type: 'string', default: '1000' },
    writers: { type: 'string', default: '50' },
    seconds: { type: 'string', default: '60' },
    /** Folder for a CPU profile of the server, written when it stops. */
    profile: { type: 'string' },
  },
});
const [readers, writers, seconds] = [values.readers, values.writers, values.seconds].map(Number) as [
  number,
  number,
  number,
];

const lab = await mkdtemp(join(tmpdir(), 'parallax-load-'));
let server: Served | null = null;
try {
  for (let i = 0; i < writers; i++) await startRun(i);
  const profile = values.profile === undefined ? [] : ['--cpu-prof', `--cpu-prof-dir=${values.profile}`];
  server = await startServer(lab, [], profile);
  const { url, pid } = server;
  const cpuBefore = await cpuSeconds(pid);
  const startedAt = performance.now();
  const until = performance.now() + seconds * 1000;
  const latencies: number[] = [];
  const statuses = new Map<string, number>();
  const written = new Array<number>(writers).fill(0);
  await Promise.all([
    ...Array.from({ length: readers }, (_, i) => read(url, i, until, latencies, statuses)),
    ...written.map((_, i) => write(i, until, written)),
  ]);
  const [cpu, wall] = [(await cpuSeconds(pid)) - cpuBefore, (performance.now() - startedAt) / 1000];
  let lost = 0;
  for (const [i, lines] of written.entries()) lost += lines - (await linesShown(url, i));
  latencies.sort((a, b) => a - b);
  const at = (share: number): number =>
    Math.round(latencies[Math.floor(share * (latencies.length - 1))] ?? 0);
  const bad = [...statuses].filter(([status]) => status !== '200').reduce((sum, [, count]) => sum + count, 0);
  const result = {
    ...{ readers, writers, seconds, requests: latencies.length, statuses: Object.fromEntries(statuses) },
    ...{ p50Ms: at(0.5), p99Ms: at(0.99), perSecond: Math.round(latencies.length / wall) },
    // Does not depend on what else the machine does, or little.
    cpuMsPerRequest: Number(((cpu * 1000) / latencies.length).toFixed(2)),
    loadOfMachine: Number(loadavg()[0]!.toFixed(1)),
    ...{ written: written.reduce((a, b) => a + b, 0), lost },
  };
  process.stdout.write(`${JSON.stringify(result)}\n`);
  if (bad > 0 || lost !== 0) process.exitCode = 1;
} finally {
  await server?.stop();
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

/** Processor time that a process has used, user and system; 0 where there is no /proc. */
async function cpuSeconds(pid: number): Promise<number> {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '');
  // The name in parentheses may hold blanks; user and system time are fields 14 and 15.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return stat === '' ? 0 : (Number(fields[11]) + Number(fields[12])) / TICKS_PER_S;
}
