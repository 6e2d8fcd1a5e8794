import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { hasNativeOps } from '../backend/execute-op.ts';
import { initBackend } from '../backend/init-backend.ts';
import { type Tensor2D, tf } from '../backend/tf.ts';
import { startProfile } from './start-profile.ts';

interface TraceEvent {
  readonly name: string;
  readonly cat?: string;
  readonly ph: string;
  readonly ts: number;
  readonly dur: number;
  readonly pid: number;
  readonly tid: number;
  readonly args: Readonly<Record<string, string>>;
}

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'profile-'));
  await initBackend();
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const product = (): number[] => {
  const api = tf();
  return api.tidy(() => {
    const a = api.range(0, 6).reshape([2, 3]) as Tensor2D; // six numbers as two rows
    return [...api.matMul(a, a, false, true).dataSync()];
  });
};

/** What a profile puts itself in the place of. */
const watched = () => {
  const engine = tf().engine();
  return [
    engine.runKernel,
    (tf().backend() as { binding?: unknown }).binding,
    Object.hasOwn(engine, 'runKernel'),
  ];
};

async function traced(path: string): Promise<TraceEvent[]> {
  const trace = JSON.parse(await readFile(path, 'utf8')) as { traceEvents: TraceEvent[] };
  return trace.traceEvents;
}

it('records every operation of its steps, changes no result, and leaves nothing behind', async () => {
  const [before, plain] = [watched(), product()];
  const path = join(folder, 'run/profiles/trace.json');
  const profile = startProfile({ path, steps: 2, notes: { device: 'test' } });
  for (const step of [1, 2]) {
    const startedAt = performance.now();
    expect(product()).toEqual(plain);
    profile.endStep(step, performance.now() - startedAt);
  }
  expect(watched()).toEqual(before);
  product();
  profile.endStep(3, 1);
  const { steps, operations, costs } = await profile.finish();
  expect(steps).toBe(2);

  const events = await traced(path);
  const spans = events.filter(({ ph }) => ph === 'X');
  expect(spans.filter(({ cat }) => cat !== 'step')).toHaveLength(operations);
  const kernels = spans.filter(({ name, cat }) => cat === 'kernel' && name === 'BatchMatMul');
  expect(kernels.map(({ args }) => args['shapes'])).toEqual(['2x2', '2x2']);
  expect(costs.find(({ name, category }) => category === 'kernel' && name === 'BatchMatMul')?.calls).toBe(2);
  const stepSpans = spans.filter(({ cat }) => cat === 'step');
  expect(stepSpans.map(({ name }) => name)).toEqual(['step 1', 'step 2']);
  const inside = (outer: TraceEvent, inner: TraceEvent): boolean =>
    outer.ts <= inner.ts && inner.ts + inner.dur <= outer.ts + outer.dur;
  expect(kernels.map((kernel) => stepSpans.findIndex((step) => inside(step, kernel)))).toEqual([0, 1]);
  if (hasNativeOps()) {
    const native = spans.filter(({ name, cat }) => cat === 'op' && name.startsWith('BatchMatMul'));
    expect(native.map((op) => kernels.findIndex((kernel) => inside(kernel, op)))).toEqual([0, 1]);
  }
});

it('writes what viewers ask of every event', async () => {
  const path = join(folder, 'viewers.json');
  const profile = startProfile({ path, steps: 9, notes: {} });
  product();
  profile.endStep(7, 1e6);
  await profile.finish();
  for (const event of await traced(path)) {
    expect(event).toMatchObject({
      name: expect.any(String),
      pid: expect.any(Number),
      tid: expect.any(Number),
    });
    if (event.ph === 'M') continue;
    expect(event.ph).toBe('X');
    expect(event.ts).toBeGreaterThanOrEqual(0);
    expect(event.dur).toBeGreaterThanOrEqual(0);
  }
});

it('still reports an operation that fails, and stops when the run does', async () => {
  const before = watched();
  const path = join(folder, 'failed.json');
  const profile = startProfile({ path, steps: 3, notes: {} });
  expect(() => tf().reshape(tf().zeros([4]), [3])).toThrow();
  const { steps } = await profile.finish();
  expect(steps).toBe(0);
  expect(watched()).toEqual(before);
});
