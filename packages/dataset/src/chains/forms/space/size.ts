/** Distances between objects, and which of two is taller. */
import { length, normalize, rejectFrom, subtract } from '@parallax/geometry';
import type { QuestionGeometry, SceneObject } from '../../../schema.ts';
import type { FactOf } from '../../facts/fact.ts';
import { centreOf } from '../../facts/measure.ts';
import { type ClaimForm, found, nameable, OBJECT, OTHER, pattern, unclear, withObjects } from '../../form.ts';
import { hasMoved } from './frame.ts';
import { halfExtent } from './placed.ts';

/** Stated with one decimal. */
const TOLERANCE_M = 0.06;
const TALLER_CHECK = 1.02;
const TALLER_PROVE = 1.15;

export const apartForm: ClaimForm<'apart'> = {
  type: 'apart',
  about: 'photo',
  prove: (geometry) =>
    pairs(geometry).map(
      ([a, b]): FactOf<'apart'> => ({
        type: 'apart',
        object: a.name,
        other: b.name,
        metres: Math.round(gapOf(geometry, a.object, b.object) * 10) / 10,
      }),
    ),
  wordings: ({ object, other, metres }) => [
    `the ${object} and the ${other} are ${metres.toFixed(1)} m apart`,
    `the ${object} is ${metres.toFixed(1)} m from the ${other}`,
    `the distance between the ${object} and the ${other} is about ${metres.toFixed(1)} m`,
  ],
  patterns: [
    `${OBJECT} and ${OTHER} are (?:about )?(?<metres>\\d+(?:\\.\\d+)?) m apart`,
    `${OBJECT} is (?:about )?(?<metres>\\d+(?:\\.\\d+)?) m (?:away )?from ${OTHER}`,
    `the distance between ${OBJECT} and ${OTHER} is (?:about )?(?<metres>\\d+(?:\\.\\d+)?) m`,
  ].map((source) =>
    pattern(source, (groups, geometry) =>
      withObjects([groups['object'], groups['other']], geometry, (a, b) => {
        if (hasMoved(geometry, a!.objectId, b!.objectId)) return unclear('one of them was moved');
        const metres = gapOf(geometry, a!, b!);
        return found(
          Math.abs(metres - Number(groups['metres'])) <= TOLERANCE_M,
          `they are ${metres.toFixed(1)} m apart`,
        );
      }),
    ),
  ),
};

export const tallerForm: ClaimForm<'taller'> = {
  type: 'taller',
  about: 'photo',
  prove: (geometry) =>
    pairs(geometry).flatMap(([a, b]): FactOf<'taller'>[] => {
      const ratio = heightOf(geometry, a.object) / heightOf(geometry, b.object);
      if (ratio > TALLER_PROVE) return [{ type: 'taller', object: a.name, other: b.name }];
      return ratio < 1 / TALLER_PROVE ? [{ type: 'taller', object: b.name, other: a.name }] : [];
    }),
  wordings: ({ object, other }) => [
    `the ${object} is taller than the ${other}`,
    `the ${other} is shorter than the ${object}`,
  ],
  patterns: [
    pattern(`${OBJECT} is(?: (?<not>not))? (?<taller>taller|shorter) than ${OTHER}`, (groups, geometry) =>
      withObjects([groups['object'], groups['other']], geometry, (a, b) => {
        const [ofA, ofB] = [heightOf(geometry, a!), heightOf(geometry, b!)];
        const ratio = groups['taller'] === 'taller' ? ofA / ofB : ofB / ofA;
        return found(ratio > TALLER_CHECK, `they are ${ofA.toFixed(2)} and ${ofB.toFixed(2)} m tall`);
      }),
    ),
  ],
};

/** Metres between the middles along the ground. */
function gapOf(geometry: QuestionGeometry, a: SceneObject, b: SceneObject): number {
  return length(rejectFrom(subtract(centreOf(a), centreOf(b)), normalize(geometry.up)));
}

function heightOf(geometry: QuestionGeometry, object: SceneObject): number {
  const up = normalize(geometry.up);
  return 2 * halfExtent(object, up);
}

function pairs(geometry: QuestionGeometry) {
  const list = nameable(geometry).filter(({ object }) => !hasMoved(geometry, object.objectId));
  return list.flatMap((a, i) => list.slice(i + 1).map((b) => [a, b] as const));
}
