/** Recipes: one YAML file, `--set a.b=1` overrides, a zod schema; unknown keys name the nearest known one. */
import { readFile } from 'node:fs/promises';
import { parse, YAMLParseError } from 'yaml';
import type { z } from 'zod';
import { ConfigError } from '../errors.ts';
import { nearestName } from './nearest.ts';

/**
 * Reads one section of a recipe, applies overrides and validates it.
 * @param path YAML file.
 * @param section top-level key (for example "sft"); undefined reads the whole file.
 * @param overrides "a.b=value" strings; the value is YAML; keys are relative to the section.
 * @throws ConfigError naming file, key and the nearest known key.
 */
export async function loadRecipe<S extends z.ZodType>(
  path: string,
  section: string | undefined,
  schema: S,
  overrides: readonly string[] = [],
): Promise<z.infer<S>> {
  const whole = await readYaml(path);
  if (section !== undefined && !(section in whole)) {
    throw new ConfigError('section-missing', `${path} has no section "${section}".`, {
      remedy: `Add it, or name a recipe that has one. Sections here: ${Object.keys(whole).join(', ')}.`,
    });
  }
  const value = section === undefined ? whole : ((whole[section] ?? {}) as Record<string, unknown>);
  for (const override of overrides) applyOverride(value, override);
  return resolveConfig(section === undefined ? path : `${path}: ${section}`, value, schema);
}

/** Validates a config with defaults filled in; unknown keys are errors (schemas use z.strictObject). */
export function resolveConfig<S extends z.ZodType>(where: string, value: unknown, schema: S): z.infer<S> {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const { issues } = result.error;
  // A misspelled required key is missing as well as unknown: the unknown one tells what to mend.
  const issue = issues.find(({ code }) => code === 'unrecognized_keys') ?? issues[0];
  if (issue === undefined) throw result.error;
  const path = issue.path.map(String);
  if (issue.code === 'unrecognized_keys') {
    const unknown = issue.keys[0] ?? '';
    const nearest = nearestName(unknown, knownKeys(schema, path));
    const key = [...path, unknown].join('.');
    throw new ConfigError('unknown-key', `${where}: unknown key "${key}".`, {
      remedy: nearest === undefined ? 'Remove it.' : `Did you mean "${[...path, nearest].join('.')}"?`,
    });
  }
  throw new ConfigError('wrong-type', `${where}: key "${path.join('.') || '(root)'}": ${issue.message}.`, {
    remedy: 'Correct the value; the recipe schema documents range and unit of each key.',
  });
}

async function readYaml(path: string): Promise<Record<string, unknown>> {
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (cause) {
    throw new ConfigError('recipe-missing', `Recipe ${path} cannot be read.`, {
      remedy: 'Give the path of a recipe.yaml, for example recipes/nano/recipe.yaml.',
      cause,
    });
  }
  try {
    const value: unknown = parse(text);
    if (value !== null && typeof value === 'object' && !Array.isArray(value)) {
      return value as Record<string, unknown>;
    }
  } catch (cause) {
    const where = cause instanceof YAMLParseError ? ` at line ${cause.linePos?.[0].line}` : '';
    throw new ConfigError('not-yaml', `Recipe ${path} is not YAML${where}: ${(cause as Error).message}`, {
      remedy: 'Correct the syntax.',
      cause,
    });
  }
  throw new ConfigError('not-a-recipe', `Recipe ${path} is not a mapping of keys to values.`, {
    remedy: 'Start from recipes/nano/recipe.yaml.',
  });
}

function applyOverride(target: Record<string, unknown>, override: string): void {
  const equals = override.indexOf('=');
  const keys = override.slice(0, equals).split('.');
  const last = keys.pop();
  if (equals < 1 || last === undefined || last === '' || keys.includes('')) {
    throw new ConfigError('bad-override', `--set ${override}: not of the form a.b=value.`, {
      remedy: 'For example --set optimizer.lr=0.001.',
    });
  }
  let place = target;
  for (const key of keys) {
    if (place[key] === null || typeof place[key] !== 'object') place[key] = {};
    place = place[key] as Record<string, unknown>;
  }
  place[last] = parse(override.slice(equals + 1));
}

/** Keys of the object schema at `path`, looking through wrappers such as default and optional. */
function knownKeys(schema: z.ZodType, path: readonly string[]): string[] {
  let node: unknown = schema;
  for (const key of [...path, undefined]) {
    while (hasInner(node)) node = node.def.innerType;
    const shape = (node as { shape?: Record<string, unknown> }).shape;
    if (key === undefined) return shape === undefined ? [] : Object.keys(shape);
    node = shape?.[key];
    if (node === undefined) return [];
  }
  return [];
}

function hasInner(node: unknown): node is { def: { innerType: unknown } } {
  return (node as { def?: { innerType?: unknown } } | undefined)?.def?.innerType !== undefined;
}
