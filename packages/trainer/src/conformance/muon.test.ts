/** Muon beside torch.optim.Muon: three steps on a wide, a tall and a square matrix, in float32 and with torch's own rounding. */
import { execFile } from 'node:child_process';
import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { beforeAll, expect, test } from 'vitest';
import { initBackend } from '../backend/init-backend.ts';
import { tf, type Variable } from '../backend/tf.ts';
import { makeOptimizer } from '../optimizer/make-optimizer.ts';
import { OptimizerConfigSchema } from '../schema.ts';

const script = join(import.meta.dirname, '../../../../conformance/trainer/run_muon.py');
const python = process.env['PARALLAX_TRANSFORMERS_PYTHON'];
if (python === undefined) {
  console.warn(
    'SKIPPED muon: set PARALLAX_TRANSFORMERS_PYTHON to a Python with conformance/trainer/requirements.txt (about 1 GB).',
  );
}
const SHAPES = { wide: [8, 24], tall: [20, 12], square: [16, 16] } as const;
const [LEARNING_RATE, STEPS] = [0.02, 3];
type Matrices = Record<string, number[][]>;

beforeAll(async () => {
  await initBackend();
});

test.skipIf(python === undefined).each([
  // Of an update of 0.02 * 0.2 * sqrt(24) in spectral norm.
  ['float32', true, 1e-6],
  ["torch's bfloat16", false, 1e-3],
])('products in %s', async (_, float32, atol) => {
  const random = (seed: number): Matrices =>
    Object.fromEntries(
      Object.entries(SHAPES).map(([name, [rows, columns]], i) => [
        name,
        tf()
          .randomNormal([rows, columns], 0, 1, 'float32', 10 * seed + i)
          .arraySync() as number[][], // rank 2
      ]),
    );
  const matrices = random(1);
  const gradients = Array.from({ length: STEPS }, (__, step) => random(2 + step));
  const settings = { lr: LEARNING_RATE, weightDecay: 0.1, momentum: 0.9 };
  const input = join(await mkdtemp(join(tmpdir(), 'muon-')), 'input.json');
  await writeFile(input, JSON.stringify({ float32, ...settings, matrices, gradients }));
  const { stdout } = await promisify(execFile)(python!, [script, input]);
  const theirs = JSON.parse(stdout) as Matrices[]; // written by our script

  const parameters = new Map<string, Variable>(
    Object.entries(matrices).map(([name, rows]) => [name, tf().variable(tf().tensor2d(rows))]),
  );
  const { weightDecay, momentum } = settings;
  const optimizer = makeOptimizer(
    parameters,
    OptimizerConfigSchema.parse({ name: 'muon', weightDecay, momentum, maxGradNorm: null }),
  );
  gradients.forEach((step, i) => {
    optimizer.step(
      Object.fromEntries(Object.entries(step).map(([name, rows]) => [name, tf().tensor2d(rows)])),
      LEARNING_RATE,
    );
    for (const [name, variable] of parameters) {
      const expected = theirs[i]![name]!.flat();
      const apart = variable.dataSync().map((value, k) => Math.abs(value - expected[k]!));
      expect(Math.max(...apart), `${name} after step ${i + 1}`).toBeLessThan(atol);
    }
  });
});
