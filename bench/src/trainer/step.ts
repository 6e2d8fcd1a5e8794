/**
 * One training step (forward, backward, clipping, AdamW): ours against transformers under PyTorch, same checkpoint, same
 * batch with two images a row, two threads each, in turn.
 *   node step.ts [--model=nano|micro] [--steps=5] [--rounds=5] [--precision=float32|bf16] [--peers=all] [--json]
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { initBackend } from '@parallax/trainer';
import { alternate } from '../frame/alternate.ts';
import { countOption, printReport } from '../frame/report.ts';
import { torchPython } from './peers/torch-peer.ts';
import { type Stepper, startStepper } from './stepper.ts';
import { CASES, type CaseName, makeBatch, writeBatch, writeCheckpoint } from './training-case.ts';

const THREADS = '2';
const MOST_LOSS_APART = 1e-4;

const option = (name: string, fallback: string, known: readonly string[]): string => {
  const value = process.argv.find((arg) => arg.startsWith(`--${name}=`))?.split('=')[1] ?? fallback;
  if (!known.includes(value)) throw new Error(`--${name}=${value}: one of ${known.join(', ')} is expected.`);
  return value;
};
const model = option('model', 'nano', Object.keys(CASES)) as CaseName; // checked against its keys
const precision = option('precision', 'float32', ['float32', 'bf16']);
const peers = option('peers', 'all', ['all', 'none', 'compile']);
const steps = countOption('steps', 5);

const folder = mkdtempSync(join(tmpdir(), 'parallax-bench-step-'));
const running: Stepper[] = [];
process.on('exit', () => rmSync(folder, { recursive: true, force: true }));
await initBackend();
await writeCheckpoint(model, folder);
const batch = makeBatch(model);
writeBatch(batch, folder);

const local = (name: string): string => join(import.meta.dirname, name);
const ours = (name: string, kind: string): Promise<Stepper> =>
  startStepper(name, process.execPath, [local('step-worker.ts'), model, folder, THREADS, kind]);
running.push(await ours('parallax', 'float32'));
if (precision === 'bf16') running.push(await ours('parallax bf16', 'bf16'));
if (peers !== 'none') {
  const python = await torchPython();
  const torch = async (name: string, wait: 'passive' | 'active', ...how: string[]): Promise<void> => {
    const args = [local('peers/train_step.py'), folder, THREADS, ...how];
    running.push(
      await startStepper(`torch ${name}`, python, args, { OMP_NUM_THREADS: THREADS, OMP_WAIT_POLICY: wait }),
    );
  };
  if (precision === 'bf16') await torch('sdpa, autocast bf16', 'passive', 'sdpa', 'fused', 'eager', 'bf16');
  else {
    const trials = running.length;
    await torch('sdpa, fused AdamW', 'passive', 'sdpa', 'fused', 'eager', 'float32');
    await torch('eager, fused AdamW', 'passive', 'eager', 'fused', 'eager', 'float32');
    await torch('sdpa, foreach AdamW', 'passive', 'sdpa', 'foreach', 'eager', 'float32');
    // Threads that spin while they wait are faster alone and ten times slower beside any other busy process.
    await torch('sdpa, fused AdamW, spinning', 'active', 'sdpa', 'fused', 'eager', 'float32');
    await keepFastest(trials, 2);
    if (peers === 'compile') await torch('torch.compile', 'passive', 'sdpa', 'fused', 'compile', 'float32');
  }
}

/** Of the sides from `first` on, those stay that are fastest in a trial: the peer is measured at its best. */
async function keepFastest(first: number, count: number): Promise<void> {
  const timed: { side: Stepper; ms: number }[] = [];
  for (const side of running.splice(first)) {
    await side.run(3);
    timed.push({ side, ms: Math.min(...side.last().stepsMs) });
  }
  timed.sort((a, b) => a.ms - b.ms);
  running.push(...timed.slice(0, count).map(({ side }) => side));
  for (const { side, ms } of timed.slice(count)) {
    process.stderr.write(`left out after a trial: ${side.name}, ${ms.toFixed(0)} ms a step\n`);
    side.stop();
  }
}

const measurements = await alternate(
  running.map((side) => ({ name: side.name, run: () => side.run(steps) })),
  { rounds: countOption('rounds', 5), warmUps: 1 },
);
for (const side of running) side.stop();

const [own, ...others] = running as [Stepper, ...Stepper[]];
const ownMs = measurements[0]!.medianMs;
const figures: Record<string, number | string> = {};
figures['firstLoss'] = own.losses[0]!;
figures['peakMb'] = own.last().peakMb;
figures['startToFirstStepMs'] = own.firstStepMs;
for (const [i, side] of others.entries()) {
  figures[`ratio, ${side.name}`] = measurements[i + 1]!.medianMs / ownMs;
  figures[`firstLossApart, ${side.name}`] = Math.abs(side.losses[0]! - own.losses[0]!);
  const shared = own.losses.slice(0, side.losses.length);
  figures[`mostLossApart in ${shared.length} steps, ${side.name}`] = Math.max(
    ...shared.map((loss, step) => Math.abs(loss - side.losses[step]!)),
  );
  figures[`peakMb, ${side.name}`] = side.last().peakMb;
  figures[`startToFirstStepMs, ${side.name}`] = side.firstStepMs;
}
const eager = measurements.filter(({ name }) => name.startsWith('torch') && !name.endsWith('compile'));
const fastest = Math.min(...eager.map(({ medianMs }) => medianMs));
const ratio = precision === 'bf16' ? ownMs / measurements[1]!.medianMs : fastest / ownMs;
const compared = eager.length > 0 || precision === 'bf16';
if (compared) figures['ratio'] = ratio;
if (precision === 'float32') {
  for (const side of others) {
    const apart = Math.abs(side.losses[0]! - own.losses[0]!);
    if (!(apart <= MOST_LOSS_APART)) throw new Error(`${side.name}: the first losses differ by ${apart}`);
  }
}
const goal = precision === 'bf16' ? 1.3 : 1.5;
printReport({
  bench: `training step, ${model}, ${batch.batchSize} rows of ${batch.length} tokens with 2 images, ${THREADS} threads`,
  notes: [
    'Both: forward, loss on 32 tokens a row, backward, clipping to norm 1, AdamW with decay on matrices; inputs are in memory.',
    ...running.map((side) => `${side.name}: ${side.last().version}`),
  ],
  measurements,
  figures,
  ...(compared && {
    goal: {
      text:
        precision === 'bf16'
          ? `own float32 / own bf16 >= ${goal}`
          : `fastest eager torch / parallax >= ${goal}`,
      reached: ratio >= goal,
    },
  }),
});
