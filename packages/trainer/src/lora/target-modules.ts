/** Which matrices an adapter changes, and the names that PEFT and transformers have for them. */
import { ConfigError } from '@parallax/lab';
import { inVisionTower } from '../model/vision-names.ts';

/** A model, or the shapes of one. */
interface HasParameters {
  readonly parameters: ReadonlyMap<string, { readonly shape: readonly number[] }>;
}

/**
 * A name stands for each module that has it, or whose path ends with it after a dot, as in PEFT; unlike there, one
 * that fits modules of the language model leaves the vision tower alone (`gate_proj` is a name of both).
 * @param targets names, or `all-linear`: every linear module but the head
 * @returns parameter names (`model.layers.0.self_attn.q_proj.weight`), in the model's order
 * @throws ConfigError `unknown-target` naming the modules that exist
 */
export function targetMatrices(model: HasParameters, targets: readonly string[] | 'all-linear'): string[] {
  const linear = linearMatrices(model);
  if (targets === 'all-linear') return linear;
  const language = linear.filter((name) => !inVisionTower(name));
  const chosen = new Set<string>();
  for (const target of targets) {
    const fitting = (names: readonly string[]): string[] =>
      names.filter((name) => fits(moduleOf(name), target));
    const inLanguage = fitting(language);
    const found = inLanguage.length > 0 ? inLanguage : fitting(linear);
    if (found.length === 0) throw unknownTarget(target, linear);
    for (const name of found) chosen.add(name);
  }
  return linear.filter((name) => chosen.has(name));
}

/** `model.layers.0.mlp.up_proj.weight` -> `model.language_model.layers.0.mlp.up_proj`, transformers' path since 4.52. */
export function modulePath(parameter: string): string {
  return moduleOf(parameter)
    .replace(/^visual\./, 'model.visual.')
    .replace(/^model\.layers\./, 'model.language_model.layers.');
}

/**
 * What adapter_config.json must name for PEFT to find these matrices and no others: their last names when that is
 * enough, else whole paths.
 */
export function peftTargets(model: HasParameters, matrices: readonly string[]): string[] {
  const wanted = new Set(matrices);
  const leaves = new Set(matrices.map(leafOf));
  // The patch embedding is no linear module, but PEFT would adapt it by its name all the same.
  const weights = [...model.parameters.keys()].filter((name) => name.endsWith('.weight'));
  const exact = weights.every((name) => wanted.has(name) === leaves.has(leafOf(name)));
  return exact ? [...leaves].sort() : matrices.map(modulePath).sort();
}

/** The embedding is a table and the head is the output: PEFT's `all-linear` leaves both out. */
function linearMatrices(model: HasParameters): string[] {
  return [...model.parameters]
    .filter(([name, { shape }]) => name.endsWith('.weight') && shape.length === 2)
    .map(([name]) => name)
    .filter((name) => name !== 'model.embed_tokens.weight' && name !== 'lm_head.weight');
}

function fits(path: string, target: string): boolean {
  return path === target || path.endsWith(`.${target}`) || modulePath(`${path}.weight`) === target;
}

function moduleOf(parameter: string): string {
  return parameter.slice(0, -'.weight'.length);
}

function leafOf(parameter: string): string {
  return moduleOf(parameter).split('.').at(-1)!; // split gives one part at least
}

function unknownTarget(target: string, linear: readonly string[]): ConfigError {
  const shown = new Set(linear.map((name) => moduleOf(name).replace(/^.*(layers|blocks)\.\d+\./, '')));
  return new ConfigError(
    'unknown-target',
    `lora.targetModules names ${target}, which no module of the model is.`,
    {
      remedy: `Use all-linear, or names among ${[...shown].join(', ')}.`,
    },
  );
}
