/**
 * Overhead of the evaluation runner: a mock server that answers in 5 ms, items with one image each. The server's own
 * ceiling is what a bare client reaches in the same run.
 *   node overhead.ts [--items=10000] [--concurrency=64] [--rounds=3] [--json]
 */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { alternate } from '../frame/alternate.ts';
import { numberOf, runScript } from '../frame/peer.ts';
import { countOption, printReport } from '../frame/report.ts';
import { baseImage } from './items.ts';
import { serveMock } from './serve-mock.ts';

const GOAL = 0.9;
const items = countOption('items', 10_000);
const concurrency = countOption('concurrency', 64);

const folder = mkdtempSync(join(tmpdir(), 'parallax-bench-overhead-'));
process.on('exit', () => rmSync(folder, { recursive: true, force: true }));
const image = await baseImage();
writeFileSync(join(folder, 'base.jpg'), image);
const server = await serveMock();
const rssMb: Record<string, readonly number[]> = {};
const threadMs: Record<string, number> = {};
const cpuMs: Record<string, number> = {};
const serverMs: Record<string, number> = {};
const side = (name: string) => ({
  name,
  run: async () => {
    const args = [name, server.url, String(items), String(concurrency), folder];
    const before = await server.cpuMs();
    const printed = await runScript(process.execPath, join(import.meta.dirname, 'side.ts'), args);
    rssMb[name] = printed['rssMb'] as number[]; // as side.ts prints it
    threadMs[name] = numberOf(printed, 'threadMs');
    cpuMs[name] = numberOf(printed, 'cpuMs');
    serverMs[name] = (await server.cpuMs()) - before;
    return numberOf(printed, 'ms');
  },
});
const measurements = await alternate([side('bare'), side('runner')], {
  rounds: countOption('rounds', 3),
  warmUps: 0,
});
server.stop();

const [bare, runner] = measurements.map(({ medianMs }) => (1000 * items) / medianMs);
const perItem = (of: Record<string, number>): string =>
  ['bare', 'runner'].map((name) => ((1000 * (of[name] ?? 0)) / items).toFixed(0)).join(' ');
const ratio = runner! / bare!; // one a side
const runnerMb = rssMb['runner'] ?? [];
const half = runnerMb.slice(Math.floor(runnerMb.length / 2));
const grown = ((half.at(-1) ?? 0) - (half[0] ?? 0)) / Math.max(1, half.length - 1);
printReport({
  bench: `evaluation runner, ${items} items with one image of ${image.byteLength} bytes, concurrency ${concurrency}, 5 ms an answer`,
  notes: [
    'bare: ready-made bodies over keep-alive connections, answers read and dropped: the ceiling of server and machine.',
    'runner: digest, header check, encoding, request, scoring, samples.jsonl and log.json, from the first sample to the last byte.',
  ],
  measurements,
  figures: {
    'answers/s, bare': bare!,
    'answers/s, runner': runner!,
    'ratio to the ceiling': ratio,
    'CPU of the client in the last round, us an item, bare and runner': perItem(cpuMs),
    'of it on the main thread': perItem(threadMs),
    'CPU of the server in the last round, us an item, bare and runner': perItem(serverMs),
    'RSS after each tenth of the items, MB, bare': (rssMb['bare'] ?? []).join(' '),
    'RSS after each tenth of the items, MB, runner': runnerMb.join(' '),
    'RSS of the runner, MB a tenth over the second half (flat: near 0)': grown,
  },
  goal: { text: `ratio >= ${GOAL}`, reached: ratio >= GOAL },
});
