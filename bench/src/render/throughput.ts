/**
 * The whole verb at 128 px: pairs a second, images a second, and whether memory stays flat.
 *   node throughput.ts [--pairs=20000] [--size=128] [--views=20] [--pairs-per-scene=25] [--workers=2] [--json] [--room]
 */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { countOption, printReport } from '../frame/report.ts';
import { watch } from '../scale/process-tree.ts';

/** 100,000 pairs in 60 minutes. */
const GOAL_PAIRS_PER_SECOND = 100_000 / 3600;
/** Growth of memory that counts as flat, megabytes a minute, after the start. */
const FLAT_MEGABYTES_PER_MINUTE = 15;

const pairs = countOption('pairs', 20_000);
const perScene = countOption('pairs-per-scene', 25);
const views = countOption('views', 20);
const workers = countOption('workers', 2);
const sizePx = countOption('size', 128);
const scenes = Math.ceil(pairs / perScene);
const folder = mkdtempSync(join(tmpdir(), 'parallax-bench-throughput-'));
process.on('exit', () => rmSync(folder, { recursive: true, force: true }));
const recipe = {
  generate: {
    name: 'throughput',
    seed: 'throughput',
    scenes: { train: scenes, validation: 0, test: 0 },
    splitRatios: { train: 1, validation: 0, test: 0 },
    subjects: 2000,
    viewsPerScene: views,
    pairsPerScene: perScene,
    // One question a pair, in turn, as in the published set.
    questionsPerPair: 1,
    imageSizePx: sizePx,
    imageFormat: 'jpeg',
    scenesPerShard: 5,
    ...(process.argv.includes('--room') && { setting: 'room' }),
  },
};
const file = join(folder, 'recipe.yaml');
// JSON is YAML.
writeFileSync(file, JSON.stringify(recipe));
const parallax = join(import.meta.dirname, '../../../infra/bootstrap/dispatch.mjs');
const out = join(folder, 'set');
const flags = ['--recipe', file, '--out', out, '--workers', String(workers), '--json'];
const run = await watch([process.execPath, parallax, 'generate', ...flags]);
if (run.exitCode !== 0) throw new Error(`generate ended with ${run.exitCode}`);
const result = JSON.parse(run.stdout.trim().split('\n').at(-1) ?? '{}');
const made = Number(result.pairs);
const perSecond = made / run.seconds;
const ms = 1000 * run.seconds;
const reached = perSecond >= GOAL_PAIRS_PER_SECOND && run.megabytesPerMinute <= FLAT_MEGABYTES_PER_MINUTE;

printReport({
  bench: `generate: ${made} pairs of ${scenes} scenes with ${views} views at ${sizePx} px, ${workers} workers`,
  notes: [
    'Scenes, shadows, pictures, masks, visibility, pairs, questions with chains, JPEG, Parquet shards, digests, manifest.',
    'Memory is the sum of all processes, shared pages in each; its slope is fitted to the second half of the run.',
  ],
  measurements: [{ name: 'generate', medianMs: ms, minMs: ms, maxMs: ms, runsMs: [ms] }],
  figures: {
    pairsPerSecond: perSecond,
    imagesPerSecond: (scenes * views) / run.seconds,
    minutesFor100kPairs: 100_000 / perSecond / 60,
    peakMegabytes: run.peakMegabytes,
    megabytesPerMinute: run.megabytesPerMinute,
  },
  goal: { text: '100,000 pairs in less than 60 minutes with flat memory', reached },
});
