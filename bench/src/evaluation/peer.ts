/**
 * The evaluation runner beside lmms-eval 0.7.3 (its chat client for OpenAI-compatible servers): the same items, the same
 * mock server, the same concurrency. Both sides are timed from the first item to the last answer, imports left out.
 *   node peer.ts [--items=1000] [--concurrency=64] [--rounds=3] [--json]
 */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { alternate } from '../frame/alternate.ts';
import { numberOf, pythonWith, runScript } from '../frame/peer.ts';
import { countOption, printReport } from '../frame/report.ts';
import { baseImage } from './items.ts';
import { serveMock } from './serve-mock.ts';

const items = countOption('items', 1000);
const concurrency = countOption('concurrency', 64);

const python = await pythonWith(['lmms-eval==0.7.3']);
process.env['HF_HUB_OFFLINE'] = '1';
const folder = mkdtempSync(join(tmpdir(), 'parallax-bench-peer-'));
process.on('exit', () => rmSync(folder, { recursive: true, force: true }));
const image = await baseImage();
writeFileSync(join(folder, 'base.jpg'), image);
const server = await serveMock();
const settings = [server.url, String(items), String(concurrency), folder];
const cpuMs: Record<string, number> = {};
const side = (name: string, interpreter: string, script: string, args: readonly string[]) => ({
  name,
  run: async () => {
    const printed = await runScript(interpreter, join(import.meta.dirname, script), args);
    cpuMs[name] = numberOf(printed, 'cpuMs');
    return numberOf(printed, 'ms');
  },
});
const measurements = await alternate(
  [
    side('parallax', process.execPath, 'side.ts', ['runner', ...settings]),
    side('lmms-eval', python, 'lmms_side.py', settings),
  ],
  { rounds: countOption('rounds', 3), warmUps: 0 },
);
server.stop();

const [ours, theirs] = measurements.map(({ medianMs }) => (1000 * items) / medianMs);
const perItem = (name: string): number => (1000 * (cpuMs[name] ?? 0)) / items;
printReport({
  bench: `evaluation runner beside lmms-eval 0.7.3, ${items} items with one image of ${image.byteLength} bytes, concurrency ${concurrency}, 5 ms an answer`,
  notes: [
    'parallax: digests, encoding, request, scoring, samples.jsonl and log.json.',
    'lmms-eval: generate_until only (it opens each JPEG and sends a PNG); scoring and its log files are left out.',
  ],
  measurements,
  figures: {
    'answers/s, parallax': ours!,
    'answers/s, lmms-eval': theirs!,
    'ratio, parallax over lmms-eval': ours! / theirs!, // one a side
    'CPU of parallax in the last round, us an item': perItem('parallax'),
    'CPU of lmms-eval in the last round, us an item': perItem('lmms-eval'),
  },
});
