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
let rssMb: readonly number[] = [];
const cpuMs: Record<string, number> = {};
const side = (name: string) => ({
  name,
  run: async () => {
    const args = [name, server.url, String(items), String(concurrency), folder];
    const printed = await runScript(process.execPath, join(import.meta.dirname, 'side.ts'), args);
    if (name === 'runner') rssMb = printed['rssMb'] as number[]; // as side.ts prints it
    cpuMs[name] = numberOf(printed, 'cpuMs');
    return numberOf(printed, 'ms');
  },
});
const measurements = await alternate([side('bare'), side('runner')], {
  rounds: countOption('rounds', 3),
  warmUps: 0,
});
server.stop();

const [bare, runner] = measurements.map(({ medianMs }) => (1000 * items) / medianMs);
const perItem = (name: string): string => ((1000 * (cpuMs[name] ?? 0)) / items).toFixed(0);
const ratio = runner! / bare!; // one a side
const middle = rssMb.slice(Math.floor(rssMb.length / 2));
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
    'CPU of the client in the last round, us an item, bare and runner': `${perItem('bare')} ${perItem('runner')}`,
    'RSS of the runner every 250 ms, MB': rssMb.join(' '),
    'RSS, end over middle, MB': (middle.at(-1) ?? 0) - (middle[0] ?? 0),
  },
  goal: { text: `ratio >= ${GOAL}`, reached: ratio >= GOAL },
});
