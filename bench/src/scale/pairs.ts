/**
 * Labels and questions of view pairs of a tree of posed captures: seconds, memory, growth.
 *   node pairs.ts [--instances=5000] [--images=30] [--workers=2] [--steps=10000,100000,300000] [--json]
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { countOption, printReport } from '../frame/report.ts';
import { writeTree } from './pair-tree.ts';
import { watch } from './process-tree.ts';

const GOAL = { pairs: 100_000, seconds: 20, megabytes: 500 };
/** Time a pair may grow by this share from one step to the next ones and still count as linear. */
const LINEAR_WITHIN = 0.25;

const size = { instances: countOption('instances', 5000), images: countOption('images', 30) };
const workers = countOption('workers', 2);
const steps = stepsOf(process.argv);
const root = mkdtempSync(join(tmpdir(), 'parallax-bench-scale-'));
process.on('exit', () => rmSync(root, { recursive: true, force: true }));
const captures = join(root, 'captures');
writeTree(captures, size);

const parallax = join(import.meta.dirname, '../../../infra/bootstrap/dispatch.mjs');
const measurements = [];
const figures: Record<string, number | string> = {};
const perPair: number[] = [];
let reached = true;
for (const pairs of steps) {
  const out = join(root, 'set');
  const flags = [
    '--captures',
    captures,
    '--pairs',
    String(pairs),
    '--out',
    out,
    '--workers',
    String(workers),
  ];
  const run = await watch([
    process.execPath,
    ...[parallax, 'generate', '--profile', 'viewpoint-100k', ...flags, '--json'],
  ]);
  const result = JSON.parse(run.stdout.trim().split('\n').at(-1) ?? '{}');
  if (run.exitCode !== 0 || result.pairs !== pairs) throw new Error(`generate made ${result.pairs} pairs`);
  rmSync(out, { recursive: true });
  const ms = 1000 * run.seconds;
  measurements.push({ name: `${pairs} pairs`, medianMs: ms, minMs: ms, maxMs: ms, runsMs: [ms] });
  figures[`peakMegabytes${pairs}`] = run.peakMegabytes;
  figures[`microsecondsPerPair${pairs}`] = (1e6 * run.seconds) / pairs;
  perPair.push(run.seconds / pairs);
  if (pairs === GOAL.pairs) reached &&= run.seconds < GOAL.seconds && run.peakMegabytes < GOAL.megabytes;
}
// The first step pays for starting the processes and reading the tree.
const [, second, ...later] = perPair;
const growth = second === undefined ? 0 : Math.max(0, ...later.map((time) => time / second - 1));
figures['growthOfTimePerPair'] = growth;
reached &&= growth < LINEAR_WITHIN;

printReport({
  bench: `pairs of ${size.instances} captures with ${size.images} views each, ${workers} workers`,
  notes: [
    'The whole verb: scan, poses, up axis, centre, pairs, labels, questions, Parquet shards, records, digests, manifest.',
    'Memory: largest sum of the memory of all processes, sampled; a page that several share counts once.',
  ],
  measurements,
  figures,
  // Without the step that the goal speaks of there is nothing to say of it.
  ...(steps.includes(GOAL.pairs) && {
    goal: {
      text: `${GOAL.pairs} pairs under ${GOAL.seconds} s and ${GOAL.megabytes} MB, time a pair constant within ${100 * LINEAR_WITHIN} %`,
      reached,
    },
  }),
});

function stepsOf(argv: readonly string[]): number[] {
  const text = argv.find((arg) => arg.startsWith('--steps='))?.slice('--steps='.length);
  return (text ?? '10000,100000,300000').split(',').map(Number);
}
