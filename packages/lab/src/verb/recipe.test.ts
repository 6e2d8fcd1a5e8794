import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { ConfigError } from '../errors.ts';
import { loadRecipe } from './recipe.ts';

const Schema = z.strictObject({
  steps: z.int().positive(),
  optimizer: z.strictObject({ learningRate: z.number().default(0.1) }).prefault({}),
});

let file: string;
beforeAll(async () => {
  file = join(await mkdtemp(join(tmpdir(), 'recipe-')), 'recipe.yaml');
  await writeFile(file, 'sft:\n  steps: 10\nbad:\n  steps: ten\ntypo:\n  steps: 1\n  optimiser: {}\n');
});

async function failure(promise: Promise<unknown>): Promise<ConfigError> {
  const error: unknown = await promise.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(ConfigError);
  return error as ConfigError; // asserted above
}

describe('loadRecipe', () => {
  it('fills defaults and applies overrides in order', async () => {
    const config = await loadRecipe(file, 'sft', Schema, [
      'optimizer.learningRate=0.5',
      'steps=3',
      'steps=4',
    ]);
    expect(config).toEqual({ steps: 4, optimizer: { learningRate: 0.5 } });
  });

  it('names the nearest known key for an unknown one', async () => {
    const error = await failure(loadRecipe(file, 'typo', Schema));
    expect(error.code).toBe('unknown-key');
    expect(error.message).toContain('optimiser');
    expect(error.remedy).toContain('optimizer');
  });

  it('names a nested unknown key given by --set', async () => {
    const error = await failure(loadRecipe(file, 'sft', Schema, ['optimizer.learningrat=1']));
    expect(error.message).toContain('optimizer.learningrat');
    expect(error.remedy).toContain('optimizer.learningRate');
  });

  it('speaks of the misspelled key when that leaves a required one missing', async () => {
    const misspelled = join(await mkdtemp(join(tmpdir(), 'recipe-')), 'recipe.yaml');
    await writeFile(misspelled, 'sft:\n  stpes: 10\n');
    const error = await failure(loadRecipe(misspelled, 'sft', Schema));
    expect(error.code).toBe('unknown-key');
    expect(error.remedy).toContain('steps');
  });

  it('names file and key of a wrong type', async () => {
    const error = await failure(loadRecipe(file, 'bad', Schema));
    expect(error.code).toBe('wrong-type');
    expect(error.message).toContain(file);
    expect(error.message).toContain('"steps"');
  });

  it('lists the sections when one is missing', async () => {
    const error = await failure(loadRecipe(file, 'grpo', Schema));
    expect(error.remedy).toContain('sft');
  });

  it('refuses an override without a value', async () => {
    expect((await failure(loadRecipe(file, 'sft', Schema, ['steps']))).code).toBe('bad-override');
  });
});
