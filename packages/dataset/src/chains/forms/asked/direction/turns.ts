/** Turns of somebody who stands or walks among objects, in degrees, and where things are after a walk. */
import { cameraCentre, subtract } from '@parallax/geometry';
import { bearingFromDeg, levelDirection } from '../../../../scenes/level.ts';
import type { QuestionGeometry, SceneObject } from '../../../../schema.ts';
import type { FactOf } from '../../../facts/fact.ts';
import { centreOf } from '../../../facts/measure.ts';
import {
  type ClaimForm,
  type Finding,
  found,
  named,
  OBJECT,
  OTHER,
  pattern,
  unclear,
} from '../../../form.ts';
import { still, way, withStill } from './eight-ways.ts';

const TOLERANCE_DEG = 3;
/** A turn that has a side, to be stated in the catalogue. */
const STATED_DEG = [8, 170] as const;
/** Half of a quarter around a side. */
const SIDE_CHECK_DEG = 45;
const SIDE_PROVE_DEG = 30;
const SIDES = { front: 0, right: 90, behind: 180, left: -90 } as const;
const TURN =
  '(?:turn(?: (?<not>not))? (?<side>left|right)) by (?:about )?(?<degrees>\\d+(?:\\.\\d+)?) degrees';

export const standingTurnForm: ClaimForm<'standing-turn'> = {
  type: 'standing-turn',
  about: 'photo',
  prove: (geometry) =>
    triples(geometry).flatMap(([at, toward, target]): FactOf<'standing-turn'>[] => {
      const degrees = stated(standingTurnDeg(geometry, at.object, toward.object, target.object));
      const names = { object: at.name, toward: toward.name, target: target.name };
      return degrees === null ? [] : [{ type: 'standing-turn', ...names, degrees }];
    }),
  wordings: ({ object, toward, target, degrees }) => {
    const [side, size] = [degrees < 0 ? 'left' : 'right', Math.abs(degrees)];
    return [
      `standing at the ${object} and facing the ${toward}, one would turn ${side} by about ${size} degrees to face the ${target}`,
      `for somebody who stands at the ${object} and faces the ${toward}, the ${target} is about ${size} degrees to the ${side}`,
    ];
  },
  patterns: [
    `(?:standing at|for somebody who stands at) ${OBJECT} and (?:facing|faces) ${OTHER} (?:one|you) would ${TURN} to face ${named('target')}`,
    `(?:standing at|for somebody who stands at) ${OBJECT} and (?:facing|faces) ${OTHER} ${named('target')} is (?:about )?(?<degrees>\\d+(?:\\.\\d+)?) degrees to the (?<side>left|right)`,
  ].map((source) =>
    pattern(source, (groups, geometry) =>
      withStill(groups, ['object', 'other', 'target'], geometry, (at, toward, target) =>
        turnIs(standingTurnDeg(geometry, at!, toward!, target!), groups['side'], groups['degrees']),
      ),
    ),
  ),
};

export const routeTurnForm: ClaimForm<'route-turn'> = {
  type: 'route-turn',
  about: 'photo',
  prove: (geometry) =>
    triples(geometry).flatMap(([from, at, target]): FactOf<'route-turn'>[] => {
      const degrees = stated(routeTurnDeg(geometry, from.object, at.object, target.object));
      const names = { object: from.name, at: at.name, target: target.name };
      return degrees === null ? [] : [{ type: 'route-turn', ...names, degrees }];
    }),
  wordings: ({ object, at, target, degrees }) => {
    const [side, size] = [degrees < 0 ? 'left' : 'right', Math.abs(degrees)];
    return [
      `coming from the ${object} to the ${at}, one would turn ${side} by about ${size} degrees to walk on to the ${target}`,
      `walking from the ${object} to the ${at} and on to the ${target}, one would turn ${side} by about ${size} degrees`,
    ];
  },
  patterns: [
    `coming from ${OBJECT} to ${OTHER} (?:one|you) would ${TURN} to walk on to ${named('target')}`,
    `walking from ${OBJECT} to ${OTHER} and on to ${named('target')} (?:one|you) would ${TURN}`,
  ].map((source) =>
    pattern(source, (groups, geometry) =>
      withStill(groups, ['object', 'other', 'target'], geometry, (from, at, target) =>
        turnIs(routeTurnDeg(geometry, from!, at!, target!), groups['side'], groups['degrees']),
      ),
    ),
  ),
};

export const walkedToForm: ClaimForm<'walked-to'> = {
  type: 'walked-to',
  about: 'photo',
  prove: (geometry) =>
    geometry.cameras.length > 1
      ? []
      : still(geometry).flatMap((goal) =>
          still(geometry).flatMap((other): FactOf<'walked-to'>[] => {
            const angle = goal === other ? null : walkedDeg(geometry, goal.object, other.object);
            const side =
              angle === null
                ? undefined
                : (['front', 'right', 'behind', 'left'] as const).find(
                    (item) => offSide(angle, item) < SIDE_PROVE_DEG,
                  );
            if (side === undefined) return [];
            return [{ type: 'walked-to', object: goal.name, other: other.name, side }];
          }),
        ),
  wordings: ({ object, other, side }) => {
    const place = side === 'front' ? 'in front' : side === 'behind' ? 'behind' : `on the ${side}`;
    return [
      `for somebody who walked from the camera to the ${object}, the ${other} is ${place}`,
      `after a straight walk from the camera to the ${object}, the ${other} is ${place}`,
    ];
  },
  patterns: [
    pattern(
      `(?:for somebody who walked|after a straight walk) from the camera to ${OBJECT} ${OTHER} is(?: (?<not>not))? (?:on the (?<side>left|right)|(?<front>in front)|(?<behind>behind))`,
      (groups, geometry) =>
        withStill(groups, ['object', 'other'], geometry, (goal, other) => {
          const angle = walkedDeg(geometry, goal!, other!);
          if (angle === null) return unclear('there is no way to walk');
          const side =
            groups['front'] !== undefined
              ? 'front'
              : groups['behind'] !== undefined
                ? 'behind'
                : groups['side'] === 'left'
                  ? 'left'
                  : 'right';
          return found(offSide(angle, side) <= SIDE_CHECK_DEG, describe(angle));
        }),
    ),
  ],
};

/** Turn from one object to another for somebody at a third, right positive; null where there is no direction. */
export function standingTurnDeg(
  { up }: QuestionGeometry,
  at: SceneObject,
  toward: SceneObject,
  target: SceneObject,
): number | null {
  const heading = levelDirection(way(at, toward), up);
  const there = levelDirection(way(at, target), up);
  return heading === null || there === null ? null : bearingFromDeg(heading, there, up);
}

/** Turn at `at` of a walk on from `from`, right positive; null where there is no direction. */
export function routeTurnDeg(
  { up }: QuestionGeometry,
  from: SceneObject,
  at: SceneObject,
  target: SceneObject,
): number | null {
  const heading = levelDirection(way(from, at), up);
  const on = levelDirection(way(at, target), up);
  return heading === null || on === null ? null : bearingFromDeg(heading, on, up);
}

function walkedDeg({ cameras, up }: QuestionGeometry, goal: SceneObject, other: SceneObject): number | null {
  const [camera] = cameras;
  if (camera === undefined) return null;
  const heading = levelDirection(subtract(centreOf(goal), cameraCentre(camera)), up);
  const there = levelDirection(way(goal, other), up);
  return heading === null || there === null ? null : bearingFromDeg(heading, there, up);
}

function turnIs(actual: number | null, side: string | undefined, degrees: string | undefined): Finding {
  if (actual === null) return unclear('there is no level direction');
  const along = actual * (side === 'left' ? -1 : 1);
  return found(along > 0 && Math.abs(along - Number(degrees)) <= TOLERANCE_DEG, describe(actual));
}

function describe(angleDeg: number): string {
  return `the turn is ${angleDeg.toFixed(0)} degrees, right positive`;
}

function offSide(angleDeg: number, side: keyof typeof SIDES): number {
  return Math.abs(((angleDeg - SIDES[side] + 540) % 360) - 180);
}

function stated(angleDeg: number | null): number | null {
  if (angleDeg === null) return null;
  const size = Math.abs(angleDeg);
  return size < STATED_DEG[0] || size > STATED_DEG[1] ? null : Math.round(angleDeg);
}

function triples(geometry: QuestionGeometry) {
  const list = still(geometry).slice(0, 4);
  return list.flatMap((a) =>
    list.flatMap((b) => list.filter((c) => c !== a && c !== b && a !== b).map((c) => [a, b, c] as const)),
  );
}
