/**
 * Rollout decoding: ours against transformers' generate with its cache, same checkpoint, same prompts with two images,
 * exactly as many new tokens, in turn.
 *   node decode.ts [--model=nano|micro] [--batch=64] [--group=8] [--tokens=64] [--rounds=5] [--threads=2]
 *     [--peer=none] [--json]   (one thread a side is steadier on a busy machine)
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { initBackend, loadModel, sample } from '@parallax/trainer';
import { alternate, type Measurement, type Side } from '../frame/alternate.ts';
import { type AskedProcess, askedProcess } from '../frame/ask-process.ts';
import { numberOf } from '../frame/peer.ts';
import { countOption, printReport } from '../frame/report.ts';
import { makePrompts, writeDecodingModel, writePrompts } from './decode-case.ts';
import { torchPython } from './peers/torch-peer.ts';
import { CASES, type CaseName, caseConfig } from './training-case.ts';

const GOAL_RATIO = 4;
const THREADS = countOption('threads', 2);
/**
 * Small operations may be faster without a second thread; the faster counts. Threads that wait actively (OpenMP's
 * default) make torch ten times slower as soon as anything else runs, which would flatter us.
 */
const PEER_THREADS = THREADS === 1 ? [1] : [1, THREADS];
const name = process.argv.find((arg) => arg.startsWith('--model='))?.split('=')[1] ?? 'nano';
if (!Object.hasOwn(CASES, name))
  throw new Error(`--model=${name}: one of ${Object.keys(CASES)} is expected.`);
const size = name as CaseName; // checked against its keys
const [batchSize, group, tokens] = [
  countOption('batch', 64),
  countOption('group', 8),
  countOption('tokens', 64),
];
if (batchSize % group !== 0) throw new Error(`--batch=${batchSize} is not a multiple of --group=${group}.`);
const withPeer = !process.argv.includes('--peer=none');

const root = mkdtempSync(join(tmpdir(), 'parallax-bench-decode-'));
process.on('exit', () => rmSync(root, { recursive: true, force: true }));
const info = await initBackend({ backend: 'tensorflow', threads: THREADS });
const folder = join(root, 'model');
await writeDecodingModel(size, folder);
const model = await loadModel(folder);
const config = caseConfig(size);
const padTokenId = config.bosTokenId;
// No end token: every row gets exactly as many, on both sides.
const tokenizer = { padTokenId, eosTokenIds: [], decode: () => '' };

interface Work {
  readonly name: string;
  readonly copies: number;
  readonly temperature: number;
}
const WORK: readonly Work[] = [
  { name: `greedy, ${batchSize} prompts`, copies: 1, temperature: 0 },
  { name: `temperature 1, ${batchSize} prompts`, copies: 1, temperature: 1 },
  { name: `temperature 1, ${batchSize / group} prompts, ${group} times each`, copies: group, temperature: 1 },
];
const script = join(import.meta.dirname, 'peers/decode.py');
const python = withPeer ? await torchPython() : '';
const promptsOf = new Map(WORK.map(({ copies }) => [copies, makePrompts(size, config, batchSize / copies)]));
const peers = new Map<string, AskedProcess>();
const greedyIds = new Map<string, number[][]>();
const versions = new Set([`${info.library} ${info.version}`]);

for (const [copies, prompts] of withPeer ? promptsOf : []) {
  const at = mkdtempSync(join(root, 'prompts-'));
  writePrompts(prompts, padTokenId, at);
  for (const threads of PEER_THREADS) {
    const args = [script, folder, at, String(threads)];
    peers.set(`${copies} ${threads}`, askedProcess(python, args, { OMP_WAIT_POLICY: 'PASSIVE' }));
  }
}

const sides: Side[] = WORK.flatMap(({ name: work, copies, temperature }) => {
  const prompts = promptsOf.get(copies)!; // of every work
  let seed = 0;
  const ours: Side = {
    name: `parallax, ${work}`,
    run: async () => {
      const start = performance.now();
      const options = { n: copies, maxNewTokens: tokens, temperature, seed: seed++, batchSize };
      const rows = (await sample(model, tokenizer, prompts, options)).flat();
      const elapsed = performance.now() - start;
      if (rows.some(({ ids }) => ids.length !== tokens)) throw new Error('a row has another length');
      if (temperature === 0)
        greedyIds.set(
          'parallax',
          rows.map(({ ids }) => [...ids]),
        );
      return elapsed;
    },
  };
  const theirs = PEER_THREADS.filter((threads) => peers.has(`${copies} ${threads}`)).map(
    (threads): Side => ({
      name: nameOfPeer(work, threads),
      run: async () => {
        const answer = await peers.get(`${copies} ${threads}`)!.ask({ tokens, temperature, copies });
        versions.add(String(answer['version']));
        if (temperature === 0) greedyIds.set('transformers', answer['ids'] as number[][]); // as decode.py writes it
        return numberOf(answer, 'ms');
      },
    }),
  );
  return [ours, ...theirs];
});

const measurements = await alternate(sides, { rounds: countOption('rounds', 5), warmUps: 1 });
for (const peer of peers.values()) peer.stop();
if (withPeer) assertSameIds(greedyIds.get('parallax')!, greedyIds.get('transformers')!);

const figures: Record<string, number> = {};
const ratios: number[] = [];
const of = (side: string): Measurement => measurements.find((one) => one.name === side)!; // named above
for (const { name: work } of WORK) {
  const own = of(`parallax, ${work}`).medianMs;
  figures[`tokens/s, ${work}`] = (1000 * batchSize * tokens) / own;
  if (!withPeer) continue;
  const other = Math.min(...PEER_THREADS.map((threads) => of(nameOfPeer(work, threads)).medianMs));
  figures[`tokens/s of transformers, ${work}`] = (1000 * batchSize * tokens) / other;
  figures[`ratio, ${work}`] = other / own;
  ratios.push(other / own);
}
const ratio = Math.min(...ratios);
printReport({
  bench: `decoding, ${size}, ${batchSize} rows, ${tokens} new tokens each, ${THREADS} threads`,
  notes: [
    'Both: from token ids and patches in memory, prefill with two images a prompt, then exactly as many tokens for every row.',
    'parallax also returns the log-probability of every token; transformers repeats a prompt for each of its completions.',
    withPeer ? 'The greedy tokens of both sides are equal, row by row.' : 'Without the peer.',
    [...versions].join(' | '),
  ],
  measurements,
  figures,
  ...(withPeer ? { goal: { text: `smallest ratio >= ${GOAL_RATIO}`, reached: ratio >= GOAL_RATIO } } : {}),
});

function nameOfPeer(work: string, threads: number): string {
  return `transformers, ${threads} threads, ${work}`;
}

function assertSameIds(own: readonly number[][], other: readonly number[][]): void {
  for (const [row, ids] of own.entries()) {
    const at = ids.findIndex((id, position) => id !== other[row]![position]);
    if (at !== -1)
      throw new Error(`row ${row} differs from token ${at} on: ${ids[at]} and ${other[row]![at]}`);
  }
}
