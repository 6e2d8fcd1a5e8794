/** What moved between two photos beside the camera, and which of several look-alikes is the same one in both. */
import { cameraCentre, length, subtract } from '@parallax/geometry';
import { bearingFromDeg, levelDirection } from '../../../../scenes/level.ts';
import type { QuestionGeometry, SceneObject } from '../../../../schema.ts';
import type { FactOf } from '../../../facts/fact.ts';
import { centreOf, gridPart } from '../../../facts/measure.ts';
import {
  type ClaimForm,
  type ClaimPattern,
  type Finding,
  found,
  nameable,
  OBJECT,
  pattern,
  unclear,
  withObject,
} from '../../../form.ts';
import { nounOf } from '../../../reading/names.ts';
import { placedIn } from '../../space/placed.ts';

/** World units: no object that was put elsewhere is as near as this to where it was. */
const MOVED = 1e-6;
const WAYS = { away: 0, right: 90, toward: 180, left: -90 } as const;
const WAY_CHECK_DEG = 45;
const WAY_PROVE_DEG = 32;

export const objectMovedForm: ClaimForm<'object-moved'> = {
  type: 'object-moved',
  about: 'pair',
  prove: (geometry) =>
    geometry.cameras.length !== 2
      ? []
      : nameable(geometry).map(({ object, name }) => ({
          type: 'object-moved',
          object: name,
          moved: wayMoved(geometry, object) > MOVED,
        })),
  wordings: ({ object, moved }) =>
    moved
      ? [`the ${object} stands elsewhere in the second photo`, `the ${object} was moved between the photos`]
      : [`the ${object} stayed where it was`, `the ${object} was not moved between the photos`],
  patterns: [
    pattern(`${OBJECT} (?:stands|is|was)(?: (?<not>not))? elsewhere in the second photo`, checkMoved(true)),
    pattern(
      `(?:between (?:the |both )?photos )?${OBJECT} was(?: (?<not>not))? moved(?: between (?:the |both )?photos)?`,
      checkMoved(true),
    ),
    pattern(`${OBJECT} (?:stayed|remained|did (?<not>not) stay) where it was`, checkMoved(false)),
  ],
};

export const objectMotionForm: ClaimForm<'object-motion'> = {
  type: 'object-motion',
  about: 'pair',
  prove: (geometry) =>
    nameable(geometry).flatMap(({ object, name }): FactOf<'object-motion'>[] => {
      const bearing = motionBearing(geometry, object);
      const way = (['away', 'right', 'toward', 'left'] as const).find(
        (item) => bearing !== null && offWay(bearing, item) <= WAY_PROVE_DEG,
      );
      return way === undefined ? [] : [{ type: 'object-motion', object: name, way }];
    }),
  wordings: ({ object, way }) => {
    const where =
      way === 'away' ? 'away from the camera' : way === 'toward' ? 'toward the camera' : `to the ${way}`;
    return [
      `seen from the first camera, the ${object} moved ${where}`,
      `from the first camera's point of view, the ${object} moved ${where}`,
    ];
  },
  patterns: [
    pattern(
      `(?:seen from the first camera|from the first camera 's perspective) ${OBJECT} (?:moved|went|did (?<not>not) (?:move|go)) (?:(?:to (?:the|its) )?(?<side>left|right)|(?<away>away from the camera)|(?<toward>toward the camera))`,
      (groups, geometry) =>
        withObject(groups['object'], geometry, (object) => {
          const bearing = motionBearing(geometry, object);
          if (bearing === null) return unclear('it was not moved');
          const way =
            groups['away'] !== undefined
              ? 'away'
              : groups['toward'] !== undefined
                ? 'toward'
                : groups['side'] === 'left'
                  ? 'left'
                  : 'right';
          return found(
            offWay(bearing, way) <= WAY_CHECK_DEG,
            `it moved ${bearing.toFixed(0)} degrees off the line of sight, right positive`,
          );
        }),
    ),
  ],
};

export const sameThingForm: ClaimForm<'same-thing'> = {
  type: 'same-thing',
  about: 'pair',
  prove: (geometry) =>
    geometry.objects.flatMap((object): FactOf<'same-thing'>[] => {
      const noun = nounOf(object);
      const [from, to] = [0, 1].map((view) => gridPart(geometry, object, view, 'column'));
      // A noun of one object is that object's name, and column-move speaks of it.
      if (from == null || to == null || geometry.objects.filter((other) => nounOf(other) === noun).length < 2)
        return [];
      return sameIn(geometry, noun, from) === object ? [{ type: 'same-thing', noun, from, to }] : [];
    }),
  wordings: ({ noun, from, to }) => [
    `the ${noun} at column ${from} of the first photo is the one at column ${to} of the second`,
    `the ${noun} in column ${from} of the first photo is the one in column ${to} of the second photo`,
  ],
  patterns: [
    pattern(
      'the (?<noun>[a-z]+(?: [a-z]+)?) (?:at|in) column (?<from>\\d) of the first photo is(?: (?<not>not))? the one (?:at|in) column (?<to>\\d) of the second(?: photo)?',
      (groups, geometry) => {
        const object = sameIn(geometry, groups['noun'] ?? '', Number(groups['from']));
        if (object === null) return unclear(`no single ${groups['noun']} is at column ${groups['from']}`);
        const to = gridPart(geometry, object, 1, 'column');
        if (to === null) return unclear('it cannot be seen clearly in the second photo');
        return found(to === Number(groups['to']), `it is at column ${to}`);
      },
    ),
  ],
};

function checkMoved(claimed: boolean): ClaimPattern['check'] {
  return (groups, geometry): Finding =>
    withObject(groups['object'], geometry, (object) => {
      const way = wayMoved(geometry, object);
      return found(way > MOVED === claimed, `it stands ${way.toFixed(2)} from where it was`);
    });
}

function wayMoved(geometry: QuestionGeometry, object: SceneObject): number {
  return length(subtract(placedIn(geometry, object, 1).position, placedIn(geometry, object, 0).position));
}

/** Direction of an object's move from the first camera's line of sight, right positive; null for one that stayed. */
function motionBearing(geometry: QuestionGeometry, object: SceneObject): number | null {
  const [camera] = geometry.cameras;
  if (camera === undefined || geometry.cameras.length < 2 || wayMoved(geometry, object) <= MOVED) return null;
  const [from, to] = [0, 1].map((view) => centreOf(placedIn(geometry, object, view)));
  const sight = levelDirection(subtract(from!, cameraCentre(camera)), geometry.up);
  const way = levelDirection(subtract(to!, from!), geometry.up);
  return sight === null || way === null ? null : bearingFromDeg(sight, way, geometry.up);
}

function offWay(bearingDeg: number, way: keyof typeof WAYS): number {
  return Math.abs(((bearingDeg - WAYS[way] + 540) % 360) - 180);
}

/** The only one of its noun that is clearly at this column of the first photo. */
function sameIn(geometry: QuestionGeometry, noun: string, from: number): SceneObject | null {
  const there = geometry.objects.filter(
    (object) => nounOf(object) === noun && gridPart(geometry, object, 0, 'column') === from,
  );
  return there.length === 1 ? there[0]! : null;
}
