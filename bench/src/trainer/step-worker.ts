/**
 * Our side of step.ts, in a process of its own so that its memory and its start are its own. Each line on stdin is a
 * number of steps; the answer is one JSON line.
 *   node step-worker.ts CASE FOLDER THREADS float32|bf16 [recompute]
 */
import { readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { AdamW, initBackend, loadModel, sftStep, trainableParameters } from '@parallax/trainer';
import { OptimizerConfigSchema } from '@parallax/trainer/schema';
import { type CaseName, LEARNING_RATE, MAX_GRAD_NORM, makeBatch, WEIGHT_DECAY } from './training-case.ts';

const [name, folder, threads, precision, recompute] = process.argv.slice(2) as [
  CaseName,
  string,
  string,
  'float32' | 'bf16',
  'recompute' | undefined,
];
const info = await initBackend({ backend: 'tensorflow', threads: Number(threads), precision });
const batch = makeBatch(name);
const model = await loadModel(folder);
model.setRecompute(recompute === 'recompute');
const trainable = trainableParameters(model, false);
const config = OptimizerConfigSchema.parse({
  learningRate: LEARNING_RATE,
  beta1: 0.9,
  beta2: 0.999,
  epsilon: 1e-8,
  weightDecay: WEIGHT_DECAY,
  maxGradNorm: MAX_GRAD_NORM,
});
const optimizer = new AdamW(trainable, config);

for await (const line of createInterface({ input: process.stdin })) {
  const stepsMs: number[] = [];
  const losses: number[] = [];
  for (let step = 0; step < Number(line); step++) {
    const start = performance.now();
    const result = sftStep({ model, optimizer, trainable, batches: [batch], learningRate: LEARNING_RATE });
    stepsMs.push(performance.now() - start);
    losses.push(result.loss);
  }
  const status = readFileSync('/proc/self/status', 'utf8');
  const peakMb = Number(/VmHWM:\s*(\d+)/.exec(status)![1]) / 1024;
  const version = `${info.library} ${info.version}`;
  process.stdout.write(`${JSON.stringify({ stepsMs, losses, peakMb, version })}\n`);
}
