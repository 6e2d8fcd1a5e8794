/** Every recipe can be planned, without a data set; the published ones with the numbers of the paper. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { loadRecipe } from '@parallax/lab/node';
import { GrpoConfigSchema, SftConfigSchema } from '@parallax/trainer/schema';
import { describe, expect, it } from 'vitest';
import { parallax, root } from '../fixtures/parallax-process.ts';
import { planRun } from './plan-run.ts';

const recipes = readdirSync(join(root, 'recipes'))
  .map((name) => join(root, 'recipes', name, 'recipe.yaml'))
  .filter((path) => existsSync(path));
const sections = recipes.flatMap((recipe) =>
  (['sft', 'grpo'] as const)
    .filter((stage) => new RegExp(`^${stage}:`, 'm').test(readFileSync(recipe, 'utf8')))
    .map((stage) => [recipe, stage] as const),
);

async function plan(recipe: string, stage: 'sft' | 'grpo', set: readonly string[] = []) {
  const config =
    stage === 'sft'
      ? await loadRecipe(recipe, 'sft', SftConfigSchema, set)
      : await loadRecipe(recipe, 'grpo', GrpoConfigSchema, set);
  const base = config.base ?? (stage === 'grpo' ? '../nano-base/model' : null);
  const device = { deviceMemory: '80GB', deviceGflops: '400000', measure: async () => 1 };
  const { result } = await planRun({
    recipe,
    stage,
    config: { ...config, base } as typeof config,
    ...device,
  });
  return result as unknown as ReturnType<typeof import('@parallax/trainer').planTraining>;
}

describe('planRun', () => {
  it.each(sections)('%s, %s', async (recipe, stage) => {
    const { bytes, parameters, hours, tokensPerStep, device } = await plan(recipe, stage);
    for (const value of [bytes.peak, parameters.trainable, hours, tokensPerStep])
      expect(value).toBeGreaterThan(0);
    expect(bytes.peakRecomputed).toBeLessThanOrEqual(bytes.peak);
    expect(device!.fits).toBe(bytes.peak <= 80e9);
  });

  it('knows the published size, and that adapters leave the optimizer almost nothing to hold', async () => {
    const recipe = join(root, 'recipes/actial-7b-sft/recipe.yaml');
    const whole = await plan(recipe, 'sft');
    expect(whole.parameters).toEqual({ total: 8_292_166_656, trainable: 8_292_166_656 });
    expect(whole.assumptions.vocabSize).toBe(152_064); // of the published size, not of a small one's tokenizer
    expect(whole.epochs).toBeCloseTo(2, 2);
    expect(whole.device).toMatchObject({ fits: false, fitsRecomputed: false }); // 16 bytes a parameter
    const adapter = await plan(recipe, 'sft', ['lora={rank: 16, alpha: 32}', 'freezeVision=true']);
    // rank 16 on the seven projections of 28 layers, as PEFT counts it: 40,370,176
    expect(adapter.parameters.trainable).toBe(40_370_176);
    expect(adapter.bytes.optimizer).toBeLessThan(whole.bytes.optimizer / 100);
    // Muon remembers half of what AdamW does of every matrix but the tables: of an adapter all are matrices.
    const muon = await plan(recipe, 'sft', [
      'lora={rank: 16, alpha: 32}',
      'freezeVision=true',
      'optimizer.name=muon',
    ]);
    expect(muon.bytes.optimizer).toBe(adapter.bytes.optimizer / 2);
    const grpo = await plan(join(root, 'recipes/actial-7b-grpo/recipe.yaml'), 'grpo');
    expect(grpo.rowsPerStep).toBe(1024 * 16);
    expect(grpo.bytes.reference).toBe(grpo.bytes.weights);
  });

  it('is within 15 % of what steps of nano and micro were measured to take, with and without recompute', async () => {
    // bench/src/trainer, peak resident memory of float32 steps in MB (docs/LOG.md).
    const { planTraining, PlanAssumptionsSchema, modelSize } = await import('@parallax/trainer');
    for (const [model, side, rows, key, measured] of [
      ['nano', 64, 32, 'peak', 916],
      ['nano', 64, 32, 'peakRecomputed', 709],
      ['nano', 64, 12, 'peak', 660],
      ['nano', 64, 64, 'peak', 1312],
      ['nano', 64, 64, 'peakRecomputed', 890],
      ['micro', 128, 8, 'peak', 1944],
      ['micro', 128, 8, 'peakRecomputed', 1409],
      ['micro', 128, 3, 'peak', 1339],
      ['micro', 128, 3, 'peakRecomputed', 1269],
    ] as const) {
      const sources = [{ kinds: ['x'], style: 'chain', probability: 1 }];
      const { bytes } = planTraining({
        ...{ stage: 'sft', deviceBytes: null, gflops: 1, model: { ...modelSize(model), vocabSize: 640 } },
        config: SftConfigSchema.parse({ base: null, model, steps: 1, batchSize: rows, sources }),
        assumptions: PlanAssumptionsSchema.parse({
          ...{ imageSizePx: { width: side, height: side }, promptTokens: 62, answerTokens: 32 },
        }),
      });
      expect(Math.abs(bytes[key] / (measured * 1e6) - 1), `${model} ${rows} ${key}`).toBeLessThan(0.15);
    }
  });

  it('needs neither data set nor run folder, and says what it cannot read', () => {
    const recipe = join(root, 'recipes/actial-7b-sft/recipe.yaml');
    const args = ['train', 'sft', '--recipe', recipe, '--plan', '--device-gflops', '400000'];
    const fine = parallax(...args, '--device-memory', '80GB');
    expect([fine.code, fine.result]).toMatchObject([
      0,
      { steps: 1563, device: { bytes: 80e9, fits: false } },
    ]);
    const bad = parallax(...args, '--device-memory', 'eighty');
    expect([bad.code, bad.result]).toMatchObject([2, { error: { code: 'bad-device' } }]);
    const none = parallax('train', 'sft', '--recipe', recipe);
    expect([none.code, none.result]).toMatchObject([2, { error: { code: 'option-missing' } }]);
  });
});
