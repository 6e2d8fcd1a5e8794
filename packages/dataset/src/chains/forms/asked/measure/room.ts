/** Measures in a room: gaps between closest points, longest sides, the floor, and how many there are. */
import { boxSize } from '@parallax/geometry';
import { closestDistance } from '../../../../scenes/own-box.ts';
import type { QuestionGeometry, SceneObject } from '../../../../schema.ts';
import type { FactOf } from '../../../facts/fact.ts';
import {
  ABOUT,
  type ClaimForm,
  found,
  named,
  OBJECT,
  OTHER,
  pattern,
  unclear,
  withObject,
} from '../../../form.ts';
import { nounOf } from '../../../reading/names.ts';
import { plural } from '../../photo/count.ts';
import { still, withStill } from '../direction/eight-ways.ts';

/** Stated with one decimal. */
const TOLERANCE_M = 0.06;
const TOLERANCE_CM = 0.6;
/** The farther one is this much farther: for the check, and to be stated. */
const NEARER_CHECK = 1.01;
const NEARER_PROVE = 1.15;
const NUMBER = '\\d+(?:\\.\\d+)?';

export const gapForm: ClaimForm<'gap'> = {
  type: 'gap',
  about: 'photo',
  prove: (geometry) =>
    pairs(geometry).flatMap(([a, b]): FactOf<'gap'>[] => {
      const metres = closestDistance(a.object, b.object);
      if (metres === null) return [];
      return [{ type: 'gap', object: a.name, other: b.name, metres: Math.round(metres * 10) / 10 }];
    }),
  wordings: ({ object, other, metres }) => [
    `between closest points, the ${object} and the ${other} are ${metres.toFixed(1)} m apart`,
    `the smallest gap between the ${object} and the ${other} is about ${metres.toFixed(1)} m`,
  ],
  patterns: [
    `between closest points ${OBJECT} and ${OTHER} are(?: (?<not>not))? ${ABOUT}(?<metres>${NUMBER}) m apart`,
    `the smallest gap between ${OBJECT} and ${OTHER} is(?: (?<not>not))? ${ABOUT}(?<metres>${NUMBER}) m`,
  ].map((source) =>
    pattern(source, (groups, geometry) =>
      withStill(groups, ['object', 'other'], geometry, (a, b) => {
        const metres = closestDistance(a!, b!);
        if (metres === null) return unclear('their own extents are not known');
        const close = Math.abs(metres - Number(groups['metres'])) <= TOLERANCE_M;
        return found(close, `they are ${metres.toFixed(2)} m apart`);
      }),
    ),
  ),
};

export const nearerToForm: ClaimForm<'nearer-to'> = {
  type: 'nearer-to',
  about: 'photo',
  prove: (geometry) =>
    pairs(geometry).flatMap(([a, b]) =>
      still(geometry).flatMap((to): FactOf<'nearer-to'>[] => {
        if (to.name === a.name || to.name === b.name) return [];
        const ratio = farther(a.object, b.object, to.object);
        if (ratio === null) return [];
        if (ratio > NEARER_PROVE) return [{ type: 'nearer-to', object: a.name, other: b.name, to: to.name }];
        return ratio < 1 / NEARER_PROVE
          ? [{ type: 'nearer-to', object: b.name, other: a.name, to: to.name }]
          : [];
      }),
    ),
  wordings: ({ object, other, to }) => [
    `between closest points, the ${object} is nearer to the ${to} than the ${other}`,
    `between closest points, the ${other} is farther from the ${to} than the ${object}`,
  ],
  patterns: [
    pattern(
      `between closest points ${OBJECT} is(?: (?<not>not))? (?:(?<near>nearer|closer) to|(?:farther|further) from) ${named('to')} than ${OTHER}`,
      (groups, geometry) =>
        withStill(groups, ['object', 'other', 'to'], geometry, (a, b, to) => {
          const ratio = groups['near'] === undefined ? farther(b!, a!, to!) : farther(a!, b!, to!);
          if (ratio === null) return unclear('their own extents are not known');
          return found(ratio > NEARER_CHECK, `the second distance is ${ratio.toFixed(2)} times the first`);
        }),
    ),
  ],
};

export const longestSideForm: ClaimForm<'longest-side'> = {
  type: 'longest-side',
  about: 'photo',
  prove: (geometry) =>
    still(geometry).flatMap(({ object, name }): FactOf<'longest-side'>[] =>
      object.extents === undefined
        ? []
        : [
            {
              type: 'longest-side',
              object: name,
              centimetres: Math.round(100 * Math.max(...object.extents)),
            },
          ],
    ),
  wordings: ({ object, centimetres }) => [
    `the longest side of the ${object} is about ${centimetres} cm`,
    `the ${object} measures about ${centimetres} cm along its longest side`,
  ],
  patterns: [
    `the longest side of ${OBJECT} is(?: (?<not>not))? ${ABOUT}(?<cm>${NUMBER}) cm`,
    `${OBJECT} measures ${ABOUT}(?<cm>${NUMBER}) cm along its longest side`,
  ].map((source) =>
    pattern(source, (groups, geometry) =>
      withObject(groups['object'], geometry, ({ extents }) => {
        if (extents === undefined) return unclear('its own extents are not known');
        const cm = 100 * Math.max(...extents);
        return found(Math.abs(cm - Number(groups['cm'])) <= TOLERANCE_CM, `it is ${cm.toFixed(0)} cm long`);
      }),
    ),
  ),
};

export const floorSidesForm: ClaimForm<'floor-sides'> = {
  type: 'floor-sides',
  about: 'photo',
  prove: (geometry) => {
    const [long, wide] = floorOf(geometry) ?? [];
    if (long === undefined || wide === undefined) return [];
    return [{ type: 'floor-sides', long: Math.round(long * 10) / 10, wide: Math.round(wide * 10) / 10 }];
  },
  wordings: ({ long, wide }) => [
    `the floor is ${long.toFixed(1)} m long and ${wide.toFixed(1)} m wide`,
    `the floor of the room is about ${long.toFixed(1)} m long and ${wide.toFixed(1)} m wide`,
  ],
  patterns: [
    pattern(
      `the floor(?: of the room)? is(?: (?<not>not))? ${ABOUT}(?<long>${NUMBER}) m long and ${ABOUT}(?<wide>${NUMBER}) m wide`,
      (groups, geometry) => {
        const sides = floorOf(geometry);
        if (sides === null) return unclear("the room's bounds are not known");
        const claimed = [Number(groups['long']), Number(groups['wide'])];
        const close = claimed.every((side, i) => Math.abs(side - sides[i]!) <= TOLERANCE_M);
        return found(close, `the floor is ${sides.map((side) => side.toFixed(2)).join(' m by ')} m`);
      },
    ),
  ],
};

export const floorAreaForm: ClaimForm<'floor-area'> = {
  type: 'floor-area',
  about: 'photo',
  prove: (geometry) => {
    const sides = floorOf(geometry);
    return sides === null
      ? []
      : [{ type: 'floor-area', squareMetres: Math.round(sides[0] * sides[1] * 10) / 10 }];
  },
  wordings: ({ squareMetres }) => [
    `the floor covers about ${squareMetres.toFixed(1)} square metres`,
    `the floor of the room has an area of about ${squareMetres.toFixed(1)} square metres`,
  ],
  patterns: [
    pattern(
      `the floor(?: of the room)? (?:covers|does (?<not>not) cover|has an area of) ${ABOUT}(?<area>${NUMBER}) square m`,
      (groups, geometry) => {
        const sides = floorOf(geometry);
        if (sides === null) return unclear("the room's bounds are not known");
        const area = sides[0] * sides[1];
        return found(Math.abs(area - Number(groups['area'])) <= TOLERANCE_M, `it is ${area.toFixed(1)}`);
      },
    ),
  ],
};

export const roomCountForm: ClaimForm<'room-count'> = {
  type: 'room-count',
  about: 'photo',
  prove: (geometry) => {
    const noun = countedNoun(geometry);
    return noun === null ? [] : [{ type: 'room-count', noun, count: countOf(geometry, noun) }];
  },
  wordings: ({ noun, count }) => {
    const what = count === 1 ? `one ${noun}` : `${count} ${plural(noun)}`;
    return [`there ${count === 1 ? 'is' : 'are'} ${what} in the room`, `the room holds ${what}`];
  },
  patterns: [
    '(?:there (?:is|are)(?: (?<not>not))?) (?<count>\\d+|one) (?<noun>@\\w+|[a-z]+(?: (?!in )[a-z]+)?) in the room',
    'the room (?:holds|does (?<not>not) hold) (?<count>\\d+|one) (?<noun>@\\w+|[a-z]+(?: [a-z]+)?)',
  ].map((source) =>
    pattern(source, (groups, geometry) => {
      const noun = countedNoun(geometry);
      const said = groups['noun'] ?? '';
      const object = said.startsWith('@') ? geometry.objects[Number(said.slice(1))] : undefined;
      const of = object === undefined ? said : nounOf(object);
      // A question keeps all things of the family that it asks for, and of other families only some.
      if (noun === null || (of !== noun && of !== plural(noun)))
        return unclear('these cannot be counted here');
      const count = countOf(geometry, noun);
      return found((groups['count'] === 'one' ? 1 : Number(groups['count'])) === count, `there are ${count}`);
    }),
  ),
};

/** The noun of the things that the question asks to count. */
function countedNoun({ parameters, objects }: QuestionGeometry): string | null {
  const { family } = parameters;
  const one = objects.find((object) => object.family === family);
  return one === undefined ? null : nounOf(one);
}

function countOf({ objects }: QuestionGeometry, noun: string): number {
  return objects.filter(
    (object) => nounOf(object) === noun && object.role !== 'structure' && object.role !== 'occluder',
  ).length;
}

/** How many times as far as the first the second is, from a third; null where extents are not known. */
function farther(a: SceneObject, b: SceneObject, to: SceneObject): number | null {
  const [first, second] = [closestDistance(a, to), closestDistance(b, to)];
  return first === null || second === null ? null : second / Math.max(first, 0.01);
}

/** The longer side first, metres. */
function floorOf({ room }: QuestionGeometry): [number, number] | null {
  if (room === undefined) return null;
  const [x, , z] = boxSize(room);
  return [Math.max(x, z), Math.min(x, z)];
}

function pairs(geometry: QuestionGeometry) {
  const list = still(geometry);
  return list.flatMap((a, i) => list.slice(i + 1).map((b) => [a, b] as const));
}
