/** Runs that train an adapter, as real processes: killed and resumed, used as a base, exported and merged. */
import { existsSync } from 'node:fs';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { parallax } from '../fixtures/parallax-process.ts';
import { makeTinyLab, type TinyLab } from '../fixtures/tiny-lab.ts';
import { metricsLines, train, trainUntil } from '../fixtures/train-process.ts';

const MINUTES = 60_000;
let folder: string;
let lab: TinyLab;

const runFolder = (name: string): string => join(folder, 'runs', name);
const args = (stage: string, run: string, base: string, ...set: string[]): string[] => [
  ...[stage, '--recipe', lab.recipe, '--dataset', lab.dataset, '--out', run, '--base', base],
  ...['lora={rank: 4, alpha: 8}', ...set].flatMap((value) => ['--set', value]),
];

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'lora-verb-'));
  lab = await makeTinyLab(folder);
  const start = ['--recipe', lab.recipe, '--dataset', lab.dataset, '--out', runFolder('base')];
  const { code, stderr } = await train(['sft', ...start, '--set', 'steps=4']);
  expect(code, stderr).toBe(0);
}, 2 * MINUTES);

afterAll(async () => {
  await rm(folder, { recursive: true, force: true });
});

it(
  'ends with the adapter of an undisturbed run after kill -9, serves as a base, and is merged into what it computes',
  async () => {
    const [whole, killed] = [runFolder('whole'), runFolder('killed')];
    const undisturbed = await train(args('sft', whole, runFolder('base')));
    expect(undisturbed.code, undisturbed.stderr).toBe(0);
    const cut = await trainUntil(args('sft', killed, runFolder('base')), killed, 5, 'SIGKILL');
    expect(cut.signal).toBe('SIGKILL');
    const resumed = await train(args('sft', killed, runFolder('base')));
    expect(resumed.stderr).toMatch(/resuming after step/);
    expect(resumed.result.weightsDigest).toBe(undisturbed.result.weightsDigest);
    const losses = (run: string) => metricsLines(run).map(({ step, loss }) => ({ step, loss }));
    expect(losses(killed)).toEqual(losses(whole));
    expect(losses(whole).at(-1)!.loss).toBeLessThan(losses(whole)[0]!.loss);

    const last = join(whole, 'checkpoints/step-000008');
    expect(await readdir(last)).toEqual(
      expect.arrayContaining(['adapter_config.json', 'adapter_model.safetensors', 'optimizer.safetensors']),
    );
    expect(existsSync(join(last, 'model.safetensors'))).toBe(false);
    const config = JSON.parse(await readFile(join(last, 'adapter_config.json'), 'utf8')) as object;
    expect(config).toMatchObject({ base_model_name_or_path: '../../../base/checkpoints/step-000004' });

    const exported = parallax('export-model', whole, '--out', join(folder, 'exported'));
    const merged = parallax('merge', runFolder('base'), whole, '--out', join(folder, 'merged'));
    expect(merged.code, merged.stderr).toBe(0);
    expect(merged.result['weightsDigest']).toBe(exported.result['weightsDigest']);

    // GRPO over the adapter that SFT trained: its reference is that model, so the KL term starts at nothing.
    const grpo = await train(args('grpo', runFolder('grpo'), whole, 'steps=2', 'miniBatchSize=null'));
    expect(grpo.code, grpo.stderr).toBe(0);
    const [first] = metricsLines(runFolder('grpo')) as unknown as { kl: number }[];
    expect(first!.kl).toBe(0);

    const file = join(runFolder('base'), 'checkpoints/step-000004/model.safetensors');
    const bytes = await readFile(file);
    bytes[bytes.length - 2]! ^= 1;
    await writeFile(file, bytes);
    const changed = parallax('export-model', whole, '--out', join(folder, 'changed'));
    expect(changed.result).toMatchObject({ error: { code: 'base-changed' } });
  },
  5 * MINUTES,
);

it('is refused over a random start', async () => {
  const start = ['--recipe', lab.recipe, '--dataset', lab.dataset, '--out', runFolder('none')];
  const { code, result } = await train(['sft', ...start, '--set', 'lora={rank: 4, alpha: 8}']);
  expect([code, result]).toMatchObject([2, { error: { code: 'lora-without-base' } }]);
});
