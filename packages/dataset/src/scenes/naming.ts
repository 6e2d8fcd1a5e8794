/** Words by which text speaks of an object without doubt, and back. */
import type { SceneObject } from '../schema.ts';

/** Nouns that text uses for itself: an object of such a family is always named with its colour. */
const RESERVED = new Set(['camera', 'photo', 'object']);

/**
 * The noun of an object: the subject by its family ("chair") where no other object has it, all others by colour and
 * family ("cyan pillar").
 * @returns null when even colour and family fit another object too.
 */
export function nameOf(object: SceneObject, all: readonly SceneObject[]): string | null {
  const sameFamily = all.filter((other) => noun(other) === noun(object));
  if (object.role === 'subject' && sameFamily.length === 1 && !RESERVED.has(noun(object)))
    return noun(object);
  const colour = object.colour.toLowerCase();
  const sameColour = sameFamily.filter((other) => other.colour.toLowerCase() === colour);
  return sameColour.length === 1 ? `${colour} ${noun(object)}` : null;
}

/** The object that a name means, "chair" or "cyan pillar"; undefined when none or several fit. */
export function objectNamed(name: string, all: readonly SceneObject[]): SceneObject | undefined {
  const wanted = name.toLowerCase();
  const found = all.filter(
    (object) =>
      (wanted === noun(object) && !RESERVED.has(wanted)) ||
      wanted === `${object.colour.toLowerCase()} ${noun(object)}`,
  );
  return found.length === 1 ? found[0] : undefined;
}

function noun(object: SceneObject): string {
  return nounOf(object.family);
}

/** The word for a family; its name may be an id such as "coffee-mug". */
export function nounOf(family: string): string {
  return family.toLowerCase().replaceAll(/[-_]+/g, ' ');
}
