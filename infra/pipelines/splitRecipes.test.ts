import { mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { splitRecipes, stageFiles } from './splitRecipes.mjs';

const folders: string[] = [];

afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true });
});

const recipe = {
  name: 'nano',
  generate: { pairs: 10, seed: 1 },
  sft: { steps: 5 },
  grpo: { steps: 2 },
  evaluate: {},
};

test('a value changes its own stage file and no other', () => {
  const before = stageFiles(recipe);
  const after = stageFiles({ ...recipe, sft: { steps: 6 } });
  const changed = Object.keys(before).filter((stage) => before[stage] !== after[stage]);
  expect(changed).toEqual(['sft']);
});

test('a key outside the stages belongs to every stage', () => {
  const before = stageFiles(recipe);
  const after = stageFiles({ ...recipe, name: 'micro' });
  for (const stage of Object.keys(before)) expect(after[stage]).not.toBe(before[stage]);
});

test('order of keys, comments and layout do not count; an unchanged file is not written again', () => {
  const recipes = mkdtempSync(join(tmpdir(), 'parallax-recipes-'));
  folders.push(recipes);
  mkdirSync(join(recipes, 'nano'));
  writeFileSync(join(recipes, 'nano/recipe.yaml'), 'generate:\n  pairs: 10\n  seed: 1\nsft: { steps: 5 }\n');
  const files = splitRecipes(recipes);
  expect(files.map((file) => file.slice(recipes.length))).toEqual([
    '/nano/.stages/generate.json',
    '/nano/.stages/sft.json',
  ]);
  const contents = files.map((file) => readFileSync(file, 'utf8'));
  const times = files.map((file) => statSync(file).mtimeMs);
  writeFileSync(
    join(recipes, 'nano/recipe.yaml'),
    '# a note\nsft:\n  steps: 5\ngenerate: { seed: 1, pairs: 10 }\n',
  );
  expect(splitRecipes(recipes).map((file) => readFileSync(file, 'utf8'))).toEqual(contents);
  expect(files.map((file) => statSync(file).mtimeMs)).toEqual(times);
});
