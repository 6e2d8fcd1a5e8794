/** Where one object is from another, in the camera's directions, in its own, or for somebody who stands there. */
import { levelDirection } from '../../../../scenes/level.ts';
import type { QuestionGeometry } from '../../../../schema.ts';
import type { FactOf } from '../../../facts/fact.ts';
import { type ClaimForm, IS, named, OBJECT, OTHER, pattern } from '../../../form.ts';
import {
  angleTo,
  cameraHeading,
  isWay,
  ownHeading,
  still,
  WAY,
  way,
  wayOf,
  withStill,
} from './eight-ways.ts';

export const cameraDirectionForm: ClaimForm<'camera-direction'> = {
  type: 'camera-direction',
  about: 'photo',
  // A fact of one photo: two cameras have directions of their own.
  prove: (geometry) =>
    geometry.cameras.length > 1
      ? []
      : pairs(geometry).flatMap(([a, b]): FactOf<'camera-direction'>[] => {
          const angle = angleTo(geometry, cameraHeading(geometry), way(b.object, a.object));
          const found = angle === null ? null : wayOf(angle);
          if (found === null) return [];
          return [{ type: 'camera-direction', object: a.name, other: b.name, way: found }];
        }),
  wordings: ({ object, other, way: part }) => [
    `in the camera's own directions, the ${object} is to the ${part} of the ${other}`,
    `along the ground, with the camera looking forward, the ${object} lies to the ${part} of the ${other}`,
  ],
  patterns: [
    pattern(
      `(?:in the camera 's own directions|along the ground with the camera looking forward) ${OBJECT} ${IS} to the ${WAY} of ${OTHER}`,
      (groups, geometry) =>
        withStill(groups, ['object', 'other'], geometry, (a, b) =>
          isWay(angleTo(geometry, cameraHeading(geometry), way(b!, a!)), groups['way']),
        ),
    ),
  ],
};

export const ownDirectionForm: ClaimForm<'own-direction'> = {
  type: 'own-direction',
  about: 'photo',
  prove: (geometry) =>
    pairs(geometry).flatMap(([owner, other]): FactOf<'own-direction'>[] => {
      const angle = angleTo(geometry, ownHeading(geometry, owner.object), way(owner.object, other.object));
      const found = angle === null ? null : wayOf(angle);
      if (found === null) return [];
      return [{ type: 'own-direction', object: owner.name, other: other.name, way: found }];
    }),
  wordings: ({ object, other, way: part }) => [
    `from the ${object}'s own perspective, the ${other} is to the ${part}`,
    `for the ${object}, which looks along its own front, the ${other} is to the ${part}`,
  ],
  patterns: [
    pattern(
      `(?:from ${OBJECT} 's perspective|for ${named('owner')} which looks along its own front) ${OTHER} ${IS} to the ${WAY}`,
      (groups, geometry) =>
        withStill(
          { ...groups, object: groups['object'] ?? groups['owner'] },
          ['object', 'other'],
          geometry,
          (owner, other) =>
            isWay(angleTo(geometry, ownHeading(geometry, owner!), way(owner!, other!)), groups['way']),
        ),
    ),
  ],
};

export const standingDirectionForm: ClaimForm<'standing-direction'> = {
  type: 'standing-direction',
  about: 'photo',
  prove: (geometry) =>
    pairs(geometry).flatMap(([at, toward]) =>
      still(geometry).flatMap((target): FactOf<'standing-direction'>[] => {
        if (target.name === at.name || target.name === toward.name) return [];
        const found = wayOf(
          angleTo(geometry, standing(geometry, at, toward), way(at.object, target.object)) ?? Number.NaN,
        );
        if (found === null) return [];
        const names = { object: at.name, toward: toward.name, target: target.name };
        return [{ type: 'standing-direction', ...names, way: found }];
      }),
    ),
  wordings: ({ object, toward, target, way: part }) => [
    `standing at the ${object} and facing the ${toward}, the ${target} lies to the ${part}`,
    `for somebody who stands at the ${object} and faces the ${toward}, the ${target} lies to the ${part}`,
  ],
  patterns: [
    pattern(
      `(?:standing at|for somebody who stands at) ${OBJECT} and (?:facing|faces) ${OTHER} ${named('target')} lies(?: (?<not>not))? to the ${WAY}`,
      (groups, geometry) =>
        withStill(groups, ['object', 'other', 'target'], geometry, (at, toward, target) =>
          isWay(
            angleTo(geometry, standing(geometry, { object: at! }, { object: toward! }), way(at!, target!)),
            groups['way'],
          ),
        ),
    ),
  ],
};

export const orientationForm: ClaimForm<'orientation'> = {
  type: 'orientation',
  about: 'photo',
  prove: (geometry) =>
    still(geometry).flatMap(({ object, name }): FactOf<'orientation'>[] => {
      if (object.front === null) return [];
      const { front } = object;
      const observers = still(geometry).filter((other) => other.object !== object);
      const seen = geometry.cameras.length > 1 ? [] : [{ name: null, heading: cameraHeading(geometry) }];
      return [
        ...seen,
        ...observers.map((other) => ({ name: other.name, heading: ownHeading(geometry, other.object) })),
      ].flatMap(({ name: observer, heading }): FactOf<'orientation'>[] => {
        const part = wayOf(angleTo(geometry, heading, front) ?? Number.NaN);
        return part === null ? [] : [{ type: 'orientation', object: name, observer, way: part }];
      });
    }),
  wordings: ({ object, observer, way: part }) => {
    const whose = observer === null ? "the camera's" : `the ${observer}'s`;
    return [
      `in ${whose} own directions, the ${object} faces to the ${part}`,
      `told in ${whose} own directions, the front of the ${object} points to the ${part}`,
    ];
  },
  patterns: [
    pattern(
      `(?:told )?in (?:the camera|${OTHER}) 's own directions (?:${OBJECT} (?:faces|does (?<not>not) face)|the front of ${named('front')} points) to the ${WAY}`,
      (groups, geometry) => {
        const keys = groups['other'] === undefined ? ['object'] : ['object', 'other'];
        const named = { ...groups, object: groups['object'] ?? groups['front'] };
        return withStill(named, keys, geometry, (object, other) => {
          const heading = other === undefined ? cameraHeading(geometry) : ownHeading(geometry, other);
          return isWay(
            object!.front === null ? null : angleTo(geometry, heading, object!.front),
            groups['way'],
          );
        });
      },
    ),
  ],
};

function pairs(geometry: QuestionGeometry) {
  const list = still(geometry);
  return list.flatMap((a) => list.filter((b) => b !== a).map((b) => [a, b] as const));
}

type Standing = Pick<ReturnType<typeof still>[number], 'object'>;

/** Level direction of somebody who stands at one object and faces another, whatever their heights. */
function standing({ up }: QuestionGeometry, at: Standing, toward: Standing) {
  return levelDirection(way(at.object, toward.object), up);
}
