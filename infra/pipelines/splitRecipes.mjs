/**
 * Runs before turbo: writes each section of recipes/NAME/recipe.yaml to recipes/NAME/.stages/SECTION.json.
 * Turbo hashes whole files, so a stage's task names its own section's file as input; a value changed in recipe.yaml
 * then reruns that stage and the later ones, and nothing before. Comments and layout of the YAML do not count.
 */
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parse } from 'yaml';

/** In the order in which they run. */
export const stages = /** @type {const} */ (['generate', 'sft', 'grpo', 'evaluate']);

const STAGES_FOLDER = '.stages';

/**
 * @param {string} recipes folder that holds recipe folders
 * @returns {readonly string[]} files written or found unchanged
 * @throws Error naming the file when a recipe is not a YAML mapping
 */
export function splitRecipes(recipes) {
  const written = [];
  for (const name of readdirSync(recipes).sort()) {
    const file = join(recipes, name, 'recipe.yaml');
    if (!existsSync(file)) continue;
    for (const [stage, text] of Object.entries(stageFiles(readMapping(file)))) {
      const target = join(recipes, name, STAGES_FOLDER, `${stage}.json`);
      mkdirSync(dirname(target), { recursive: true });
      // Untouched when equal: turbo's own file index stays valid.
      if (!existsSync(target) || readFileSync(target, 'utf8') !== text) writeFileSync(target, text);
      written.push(target);
    }
  }
  return written;
}

/**
 * @param {Readonly<Record<string, unknown>>} recipe
 * @returns {Readonly<Record<string, string>>} canonical JSON by stage; keys outside the stages belong to all of them
 */
export function stageFiles(recipe) {
  const names = new Set(/** @type {readonly string[]} */ (stages));
  const shared = Object.fromEntries(Object.entries(recipe).filter(([key]) => !names.has(key)));
  const entries = stages
    .filter((stage) => stage in recipe)
    .map((stage) => [stage, `${JSON.stringify(sorted({ shared, [stage]: recipe[stage] }), null, 2)}\n`]);
  return Object.fromEntries(entries);
}

/** @param {unknown} value @returns {unknown} the same with keys in order */
function sorted(value) {
  if (Array.isArray(value)) return value.map(sorted);
  if (value === null || typeof value !== 'object') return value;
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(entries.map(([key, inner]) => [key, sorted(inner)]));
}

/** @param {string} file @returns {Readonly<Record<string, unknown>>} */
function readMapping(file) {
  const value = parse(readFileSync(file, 'utf8'));
  if (value === null || typeof value !== 'object' || Array.isArray(value)) {
    throw new Error(`${file} is not a mapping of keys to values.`);
  }
  return value;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  splitRecipes(join(dirname(fileURLToPath(import.meta.url)), '../../recipes'));
}
