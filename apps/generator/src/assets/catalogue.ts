/** Objects by id: "chair-0007" is the object that the family "chair" draws from seed 7, on any machine. */
import { createRandom, type Random } from '@parallax/geometry';
import { ConfigError } from '@parallax/lab';
import { nearestName } from '@parallax/lab/node';
import { families, familyNames } from './families.ts';
import type { Family } from './family.ts';
import { enrichPaintKit } from './paint/materials.ts';
import { drawPaintKit } from './paint/paint.ts';
import type { ColourName } from './paint/palette.ts';
import { registeredAsset } from './register.ts';
import { type Shape, ShapeBuilder } from './shape.ts';

export interface Asset {
  readonly objectId: string;
  readonly family: Omit<Family, 'build'>;
  readonly colour: ColourName;
  /** Normalised: largest extent 1, standing on y = 0 over the origin, front at +Z. */
  readonly shape: Shape;
}

/** Ids of the first `count` objects, families taken in turn. */
export function catalogueIds(count: number, names: readonly string[] = familyNames): string[] {
  return Array.from({ length: count }, (_, k) =>
    objectIdOf(names[k % names.length]!, Math.floor(k / names.length)),
  );
}

/** Id of the object that a family draws from a number. */
export function objectIdOf(family: string, number: number): string {
  return `${family}-${String(number).padStart(4, '0')}`;
}

/** @throws ConfigError `unknown-object` for an id that no family draws. */
export function familyOfObject(objectId: string): Omit<Family, 'build'> {
  return registeredAsset(objectId)?.family ?? parseId(objectId).family;
}

/** The colour that names an object, without building it. @throws ConfigError `unknown-object`. */
export function colourOfObject(objectId: string): ColourName {
  return registeredAsset(objectId)?.colour ?? drawPaintKit(objectRandom(objectId).fork('paint')).name;
}

/**
 * The object of an id. `rich` materials change its surfaces only: shape and named colour stay.
 * @throws ConfigError `unknown-object` for an id that no family draws.
 */
export function buildAsset(objectId: string, look: 'plain' | 'rich' = 'plain'): Asset {
  const registered = registeredAsset(objectId);
  if (registered !== undefined) return { ...registered, shape: registered.shape() };
  const { family } = parseId(objectId);
  const random = objectRandom(objectId);
  const kit = drawPaintKit(random.fork('paint'));
  const paints = look === 'rich' ? enrichPaintKit(kit, random.fork('materials')) : kit;
  const builder = new ShapeBuilder();
  family.build(builder, paints, random.fork('shape'));
  return { objectId, family, colour: paints.name, shape: builder.finish() };
}

function objectRandom(objectId: string): Random {
  const { family, number } = parseId(objectId);
  return createRandom(`asset/${family.name}/${number}`);
}

function parseId(objectId: string): { family: Family; number: number } {
  const [, name = '', number = ''] = /^(.*)-(\d+)$/.exec(objectId) ?? [];
  const family = families.find((candidate) => candidate.name === name);
  if (family !== undefined) return { family, number: Number(number) };
  const nearest = nearestName(name, familyNames);
  throw new ConfigError('unknown-object', `No object family draws "${objectId}".`, {
    remedy: `Object ids are FAMILY-NUMBER; ${nearest === undefined ? `the families are ${familyNames.join(', ')}` : `did you mean "${nearest}"`}.`,
  });
}
