/** Objects by id: "chair-0007" is the object that the family "chair" draws from seed 7, on any machine. */
import { createRandom } from '@parallax/geometry';
import { ConfigError } from '@parallax/lab';
import { families } from './families.ts';
import type { Family } from './family.ts';
import { drawPaintKit } from './paint.ts';
import type { ColourName } from './palette.ts';
import { type Shape, ShapeBuilder } from './shape.ts';

export interface Asset {
  readonly objectId: string;
  readonly family: Family;
  readonly colour: ColourName;
  /** Normalised: largest extent 1, standing on y = 0 over the origin, front at +Z. */
  readonly shape: Shape;
}

/** Ids of the first `count` objects, families taken in turn. */
export function catalogueIds(count: number): string[] {
  return Array.from({ length: count }, (_, k) => {
    const family = families[k % families.length]!;
    return `${family.name}-${String(Math.floor(k / families.length)).padStart(4, '0')}`;
  });
}

/** @throws ConfigError `unknown-object` for an id that no family draws. */
export function buildAsset(objectId: string): Asset {
  const [, name = '', seed = ''] = /^(.*)-(\d+)$/.exec(objectId) ?? [];
  const family = families.find((candidate) => candidate.name === name);
  if (family === undefined) {
    throw new ConfigError('unknown-object', `No object family draws "${objectId}".`, {
      remedy: `Object ids are FAMILY-NUMBER; the families are ${families.map((known) => known.name).join(', ')}.`,
    });
  }
  const random = createRandom(`asset/${family.name}/${Number(seed)}`);
  const paints = drawPaintKit(random.fork('paint'));
  const builder = new ShapeBuilder();
  family.build(builder, paints, random.fork('shape'));
  return { objectId, family, colour: paints.name, shape: builder.finish() };
}
