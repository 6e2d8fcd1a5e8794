/** Where things are for others than the camera: for an object with a front, or for somebody who stands at one. */
import { distance, length, subtract, type Vec3 } from '@parallax/geometry';
import type { QuestionGeometry } from '../../../schema.ts';
import type { FactOf } from '../../facts/fact.ts';
import { centreOf } from '../../facts/measure.ts';
import {
  type ClaimForm,
  type Finding,
  found,
  labelOf,
  nameable,
  named,
  OBJECT,
  OTHER,
  pattern,
  unclear,
  withObjects,
} from '../../form.ts';
import { ownAxes, turnToDeg } from './placed.ts';

type Side = FactOf<'object-frame'>['side'];

const SIDES = ['front', 'right', 'behind', 'left'] as const;
/** Half the angle around a direction in which it is named: for the check, and to be stated. */
const CHECK_DEG = 60;
const PROVE_DEG = 35;
const LEAST_M = 0.2;
/** Nearer together than this they stand in one place. */
const ONE_PLACE_M = 0.05;

export const objectFrameForm: ClaimForm<'object-frame'> = {
  type: 'object-frame',
  about: 'photo',
  prove: (geometry) =>
    atRest(geometry).flatMap(({ object, name }) =>
      atRest(geometry).flatMap(({ object: other, name: otherName }): FactOf<'object-frame'>[] => {
        const axes = ownAxes(geometry, object);
        if (object === other || axes === null || levelGap(geometry, object, other) < LEAST_M) return [];
        const turn = turnToDeg(geometry, axes.front, subtract(centreOf(other), centreOf(object)));
        const side = SIDES.find((item) => offSide(turn, item) < PROVE_DEG);
        return side === undefined ? [] : [{ type: 'object-frame', object: name, other: otherName, side }];
      }),
    ),
  wordings: ({ object, other, side }) => {
    const place = side === 'front' ? 'in front of it' : side === 'behind' ? 'behind it' : `to its ${side}`;
    const side2 = side === 'front' ? 'in front' : side === 'behind' ? 'behind' : `on the ${side}`;
    return [
      `from the ${object}'s own point of view, the ${other} is ${place}`,
      `for somebody who looks along the ${object}'s front, the ${other} is ${side2}`,
    ];
  },
  patterns: [
    `from ${OBJECT} 's perspective ${OTHER} (?:is|lies|stands)(?: (?<not>not))? (?:to its (?<side>left|right)|(?<front>in front of it)|(?<behind>behind it))`,
    `for somebody who looks along ${OBJECT} 's front ${OTHER} is(?: (?<not>not))? (?:on the (?<side>left|right)|(?<front>in front)|(?<behind>behind))`,
  ].map((source) =>
    pattern(source, (groups, geometry) =>
      withObjects([groups['object'], groups['other']], geometry, (a, b) => {
        const axes = ownAxes(geometry, a!);
        if (axes === null) return unclear(`${labelOf(a!, geometry)} has no front`);
        if (hasMoved(geometry, a!.objectId, b!.objectId)) return unclear('one of them was moved');
        return sideIs(geometry, axes.front, subtract(centreOf(b!), centreOf(a!)), claimedSide(groups));
      }),
    ),
  ),
};

export const standingAtForm: ClaimForm<'standing-at'> = {
  type: 'standing-at',
  about: 'photo',
  prove: (geometry) => {
    const list = atRest(geometry).slice(0, 5);
    return list.flatMap((at) =>
      list.flatMap((toward) =>
        list.flatMap((target): FactOf<'standing-at'>[] => {
          if (at === toward || at === target || toward === target) return [];
          const near = Math.min(
            levelGap(geometry, at.object, toward.object),
            levelGap(geometry, at.object, target.object),
          );
          if (near < LEAST_M) return [];
          const from = centreOf(at.object);
          const turn = turnToDeg(
            geometry,
            subtract(centreOf(toward.object), from),
            subtract(centreOf(target.object), from),
          );
          const side = (['left', 'right', 'behind'] as const).find((item) => offSide(turn, item) < PROVE_DEG);
          if (side === undefined) return [];
          return [{ type: 'standing-at', object: at.name, toward: toward.name, target: target.name, side }];
        }),
      ),
    );
  },
  wordings: ({ object, toward, target, side }) => {
    const place = side === 'behind' ? 'behind' : `to the ${side}`;
    return [
      `for somebody who stands at the ${object} and faces the ${toward}, the ${target} is ${place}`,
      `standing at the ${object} and facing the ${toward}, the ${target} is ${place}`,
    ];
  },
  patterns: [
    pattern(
      `(?:for somebody who stands at|standing at|if you stand at|from a person at) ${OBJECT} (?:and )?(?:faces|facing|face|who faces) ${OTHER} ${named('target')} is(?: (?<not>not))? (?:(?:to|on) (?:the|your) (?<side>left|right)|(?<front>straight ahead)|(?<behind>behind(?: you)?))`,
      (groups, geometry) =>
        withObjects([groups['object'], groups['other'], groups['target']], geometry, (at, toward, target) => {
          if (hasMoved(geometry, at!.objectId, toward!.objectId, target!.objectId))
            return unclear('one of them was moved');
          const from = centreOf(at!);
          return sideIs(
            geometry,
            subtract(centreOf(toward!), from),
            subtract(centreOf(target!), from),
            claimedSide(groups),
          );
        }),
    ),
  ],
};

function sideIs(geometry: QuestionGeometry, ahead: Vec3, to: Vec3, side: Side): Finding {
  if (length(to) < ONE_PLACE_M || length(ahead) === 0) return unclear('they stand in one place');
  const turn = turnToDeg(geometry, ahead, to);
  return found(
    offSide(turn, side) <= CHECK_DEG,
    `it is at ${turn.toFixed(0)} degrees from straight ahead, right positive`,
  );
}

function claimedSide(groups: Readonly<Record<string, string | undefined>>): Side {
  if (groups['front'] !== undefined) return 'front';
  if (groups['behind'] !== undefined) return 'behind';
  return groups['side'] === 'left' ? 'left' : 'right';
}

/** Degrees between a turn from straight ahead (right positive) and a side's own direction. */
function offSide(turnDeg: number, side: Side): number {
  const off = Math.abs(turnDeg - { front: 0, right: 90, behind: 180, left: -90 }[side]);
  return Math.min(off, 360 - off);
}

function levelGap(geometry: QuestionGeometry, a: Parameters<typeof centreOf>[0], b: typeof a): number {
  const [x, y] = [centreOf(a), centreOf(b)];
  const along =
    geometry.up.reduce((sum, value, i) => sum + value * (x[i]! - y[i]!), 0) / (length(geometry.up) || 1);
  return Math.sqrt(Math.max(0, distance(x, y) ** 2 - along ** 2));
}

/** Nameable objects that stand in every view where the scene's record has them. */
function atRest(geometry: QuestionGeometry) {
  return nameable(geometry).filter(({ object }) => !hasMoved(geometry, object.objectId));
}

export function hasMoved({ moved }: QuestionGeometry, ...ids: string[]): boolean {
  return moved?.some((view) => view.some(({ objectId }) => ids.includes(objectId))) ?? false;
}
