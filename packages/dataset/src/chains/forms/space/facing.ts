/** Which sides of an object the camera sees, and which way the object faces. By the object's own front. */
import {
  cameraAxes,
  cameraCentre,
  cross,
  dot,
  length,
  normalize,
  scale,
  subtract,
  type Vec3,
} from '@parallax/geometry';
import type { QuestionGeometry, SceneObject } from '../../../schema.ts';
import type { FactOf } from '../../facts/fact.ts';
import { centreOf } from '../../facts/measure.ts';
import {
  type ClaimForm,
  type Finding,
  found,
  IN_PHOTO,
  inViews,
  labelOf,
  nameable,
  OBJECT,
  OF_PHOTO,
  pattern,
  perPhoto,
  photoWords,
  unclear,
  withObject,
} from '../../form.ts';
import { sightOf, unseen } from '../photo/spot.ts';
import { halfExtent, levelOffset, ownAxes, placedIn, turnToDeg } from './placed.ts';

type Side = FactOf<'side-seen'>['side'];
type Toward = FactOf<'facing'>['toward'];

const SIDES = ['front', 'back', 'left side', 'right side'] as const;
const TOWARD = ['camera', 'away', 'left', 'right'] as const;
/** Half the angle in which an object still faces a direction: for the check, and to be stated. */
const FACING_CHECK_DEG = 60;
const FACING_PROVE_DEG = 40;
/** Cosine between a side's direction and the way to the camera from which on the side is stated to show, or not to. */
const SIDE_PROVE = 0.35;

export const sideSeenForm: ClaimForm<'side-seen'> = {
  type: 'side-seen',
  about: 'photo',
  prove: (geometry) =>
    perPhoto(geometry, (view, photo) =>
      nameable(geometry).flatMap(({ object, name }) =>
        SIDES.flatMap((side): FactOf<'side-seen'>[] => {
          if (sightOf(geometry, object, view) !== 'clear') return [];
          const cosine = sideCosine(geometry, object, view, side);
          const finding = sideShows(geometry, object, view, side);
          if (cosine === null || finding.holds === null || Math.abs(cosine) < SIDE_PROVE) return [];
          return [{ type: 'side-seen', object: name, side, seen: finding.holds, photo }];
        }),
      ),
    ),
  wordings: ({ object, side, seen, photo }) => {
    const place = photoWords(photo).after || ' in the photo';
    return seen
      ? [
          `the ${side} of the ${object} is visible${place}`,
          `${photoWords(photo).before}we see the ${side} of the ${object}`,
        ]
      : [
          `the ${side} of the ${object} is not visible${place}`,
          `the ${side} of the ${object} cannot be seen${place}`,
        ];
  },
  patterns: [
    `(?:${IN_PHOTO})?the (?<side>front|back|rear|left side|right side) of ${OBJECT} (?:is|was|can)(?: (?<not>not))? (?:visible|seen|be seen)(?:${OF_PHOTO})?`,
    `(?:${IN_PHOTO})?the (?<side>front|back|rear|left side|right side) of ${OBJECT} (?<not>cannot) be seen(?:${OF_PHOTO})?`,
    `(?:${IN_PHOTO})?(?:we|the camera) (?:see|sees|does (?<not>not) see|can see) the (?<side>front|back|rear|left side|right side) of ${OBJECT}(?:${OF_PHOTO})?`,
    `the (?<pre>first|second) photo shows the (?<side>front|back|rear|left side|right side) of ${OBJECT}`,
  ].map((source) =>
    pattern(source, (groups, geometry) =>
      withObject(groups['object'], geometry, (object) =>
        inViews(groups, geometry, (view) => {
          if (sightOf(geometry, object, view) !== 'clear') return unseen(object, geometry, view);
          // The pattern's alternatives are the four sides and a synonym.
          return sideShows(geometry, object, view, (groups['side'] ?? '').replace('rear', 'back') as Side);
        }),
      ),
    ),
  ),
};

export const facingForm: ClaimForm<'facing'> = {
  type: 'facing',
  about: 'photo',
  prove: (geometry) =>
    perPhoto(geometry, (view, photo) =>
      nameable(geometry).flatMap(({ object, name }) =>
        TOWARD.flatMap((toward): FactOf<'facing'>[] => {
          if (sightOf(geometry, object, view) !== 'clear') return [];
          const off = offDirection(geometry, object, view, toward);
          return off !== null && off < FACING_PROVE_DEG
            ? [{ type: 'facing', object: name, toward, photo }]
            : [];
        }),
      ),
    ),
  wordings: ({ object, toward, photo }) => {
    const { before, after } = photoWords(photo);
    if (toward === 'camera')
      return [`${before}the ${object} faces the camera`, `the ${object} is turned toward the camera${after}`];
    if (toward === 'away')
      return [
        `${before}the ${object} faces away from the camera`,
        `the ${object} is turned away from the camera${after}`,
      ];
    return [
      `${before}the ${object} faces to the ${toward}`,
      `the ${object} faces ${toward}${after || ' in the photo'}`,
    ];
  },
  patterns: [
    `(?:${IN_PHOTO})?${OBJECT} (?:faces|is facing|does (?<not>not) face|is turned|looks) (?:(?:toward )?(?<camera>the camera)|(?<away>away from the camera)|(?:to the )?(?<side>left|right))(?:${OF_PHOTO})?`,
  ].map((source) =>
    pattern(source, (groups, geometry) =>
      withObject(groups['object'], geometry, (object) =>
        inViews(groups, geometry, (view) => {
          if (sightOf(geometry, object, view) !== 'clear') return unseen(object, geometry, view);
          const toward: Toward =
            groups['camera'] !== undefined
              ? 'camera'
              : groups['away'] !== undefined
                ? 'away'
                : groups['side'] === 'left'
                  ? 'left'
                  : 'right';
          const off = offDirection(geometry, object, view, toward);
          if (off === null) return unclear(`${labelOf(object, geometry)} has no front`);
          return found(
            off <= FACING_CHECK_DEG,
            `its front is ${off.toFixed(0)} degrees off that in photo ${view + 1}`,
          );
        }),
      ),
    ),
  ),
};

/** A side shows when the camera is beyond its plane; it does not when the camera is behind the object's middle. */
function sideShows(geometry: QuestionGeometry, object: SceneObject, view: number, side: Side): Finding {
  const placed = placedIn(geometry, object, view);
  const direction = sideDirection(geometry, placed, side);
  const camera = geometry.cameras[view];
  if (direction === null || camera === undefined) return unclear(`${labelOf(object, geometry)} has no front`);
  const along = dot(direction, subtract(cameraCentre(camera), centreOf(placed)));
  const actual = `the camera is ${along.toFixed(1)} m beyond the middle to that side in photo ${view + 1}`;
  if (along > halfExtent(placed, direction)) return found(true, actual);
  return along <= 0 ? found(false, actual) : unclear(actual);
}

function sideCosine(
  geometry: QuestionGeometry,
  object: SceneObject,
  view: number,
  side: Side,
): number | null {
  const placed = placedIn(geometry, object, view);
  const direction = sideDirection(geometry, placed, side);
  const camera = geometry.cameras[view];
  if (direction === null || camera === undefined) return null;
  return dot(direction, normalize(subtract(cameraCentre(camera), centreOf(placed))));
}

/** Outward direction of a side. "Left side" is the object's own left, as of a person who looks along its front. */
function sideDirection(geometry: QuestionGeometry, object: SceneObject, side: Side): Vec3 | null {
  const axes = ownAxes(geometry, object);
  if (axes === null) return null;
  if (side === 'front') return axes.front;
  if (side === 'back') return scale(axes.front, -1);
  return side === 'right side' ? axes.right : scale(axes.right, -1);
}

/** Degrees between the object's level front and a direction of the view. */
function offDirection(
  geometry: QuestionGeometry,
  object: SceneObject,
  view: number,
  toward: Toward,
): number | null {
  const axes = ownAxes(geometry, placedIn(geometry, object, view));
  const offset = levelOffset(geometry, object, view);
  const camera = geometry.cameras[view];
  if (axes === null || offset === null || camera === undefined || length(offset) === 0) return null;
  const up = normalize(geometry.up);
  // The picture's sides are those of the way to the object: at its edge the camera's own axis is far off.
  const rightward = cross(normalize(offset), up);
  const upright = dot(cameraAxes(camera).up, up) > 0.5;
  if (!upright && (toward === 'left' || toward === 'right')) return null;
  const direction =
    toward === 'camera'
      ? scale(offset, -1)
      : toward === 'away'
        ? offset
        : scale(rightward, toward === 'right' ? 1 : -1);
  return Math.abs(turnToDeg(geometry, axes.front, direction));
}
