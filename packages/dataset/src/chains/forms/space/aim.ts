/** How a camera is held: looking up or down, at the object or by itself. */
import { cameraAxes, dot, elevationDeg, normalize } from '@parallax/geometry';
import type { QuestionGeometry } from '../../../schema.ts';
import type { FactOf } from '../../facts/fact.ts';
import { centreOf } from '../../facts/measure.ts';
import {
  type ClaimForm,
  type Finding,
  found,
  IN_PHOTO,
  inViews,
  OBJECT,
  OF_PHOTO,
  pattern,
  perPhoto,
  photoWords,
  withObject,
} from '../../form.ts';
import { CENTRE_TOKEN } from '../../reading/names.ts';
import { subjectName } from '../camera/about.ts';
import { placedIn } from './placed.ts';

type Direction = FactOf<'looks'>['direction'];

/** Degrees off level: up or down from here on, for the check and to be stated; level up to there. */
const SLOPE_CHECK = 3;
const SLOPE_PROVE = 6;
const LEVEL_CHECK = 5;
const LEVEL_PROVE = 3;

export const looksForm: ClaimForm<'looks'> = {
  type: 'looks',
  about: 'photo',
  prove: (geometry) =>
    perPhoto(geometry, (view, photo): FactOf<'looks'>[] => {
      const direction = stated(slopeTo(geometry, view, geometry.centre));
      return direction === null ? [] : [{ type: 'looks', object: subjectName(geometry), direction, photo }];
    }),
  wordings: ({ object, direction, photo }) => {
    const { before, after } = photoWords(photo);
    const name = object ?? 'object';
    return direction === 'level'
      ? [
          `${before}the camera is level with the ${name}`,
          `the camera is at the height of the ${name}${after}`,
        ]
      : [
          `${before}the camera looks ${direction} at the ${name}`,
          `the ${name} is seen from ${direction === 'down' ? 'above' : 'below'}${after}`,
        ];
  },
  patterns: [
    `(?:${IN_PHOTO})?(?:the camera|it) (?:looks|is looking|does (?<not>not) look) (?<down>down|up) (?:at|on|upon|onto) ${OBJECT}(?:${OF_PHOTO})?`,
    `(?:${IN_PHOTO})?${OBJECT} is(?: (?<not>not))? seen (?:slightly )?from (?<down>above|below)(?:${OF_PHOTO})?`,
    `(?:${IN_PHOTO})?(?:the camera|it) is(?: (?<not>not))? (?:level with|at the height of) ${OBJECT}(?:${OF_PHOTO})?`,
  ].map((source) =>
    pattern(source, (groups, geometry) => {
      const direction =
        groups['down'] === undefined ? 'level' : /down|above/.test(groups['down']) ? 'down' : 'up';
      const check = (centre: (view: number) => QuestionGeometry['centre']): Finding =>
        inViews(groups, geometry, (view) => slopeIs(slopeTo(geometry, view, centre(view)), direction, view));
      if (groups['object'] === CENTRE_TOKEN) return check(() => geometry.centre);
      return withObject(groups['object'], geometry, (object) =>
        check((view) =>
          object.role === 'subject' ? geometry.centre : centreOf(placedIn(geometry, object, view)),
        ),
      );
    }),
  ),
};

export const cameraPitchForm: ClaimForm<'camera-pitch'> = {
  type: 'camera-pitch',
  about: 'photo',
  prove: (geometry) =>
    perPhoto(geometry, (view, photo): FactOf<'camera-pitch'>[] => {
      const direction = stated(pitchIn(geometry, view));
      return direction === null ? [] : [{ type: 'camera-pitch', direction, photo }];
    }),
  wordings: ({ direction, photo }) => {
    const { before, after } = photoWords(photo);
    return direction === 'level'
      ? [
          `${before}the camera is held level`,
          `the camera looks straight ahead, level with the ground${after}`,
        ]
      : [`${before}the camera points ${direction}wards`, `the camera is inclined ${direction}${after}`];
  },
  patterns: [
    `(?:${IN_PHOTO})?(?:the camera|it) (?:is held level|looks straight ahead level with the ground|is(?: (?<not>not))? level)(?:${OF_PHOTO})?`,
    `(?:${IN_PHOTO})?(?:the camera|it) (?:points|is(?: (?<not>not))? (?:inclined|pointed|pointing|angled)) (?:slightly )?(?<down>down|up)(?:${OF_PHOTO})?`,
  ].map((source) =>
    pattern(source, (groups, geometry) => {
      // The second pattern's alternatives are up and down.
      const direction = (groups['down'] ?? 'level') as Direction;
      return inViews(groups, geometry, (view) => slopeIs(pitchIn(geometry, view), direction, view));
    }),
  ),
};

function slopeIs(slopeDeg: number, direction: Direction, view: number): Finding {
  const holds =
    direction === 'level'
      ? Math.abs(slopeDeg) <= LEVEL_CHECK
      : direction === 'down'
        ? slopeDeg < -SLOPE_CHECK
        : slopeDeg > SLOPE_CHECK;
  return found(holds, `the slope is ${slopeDeg.toFixed(1)} degrees in photo ${view + 1}, up positive`);
}

function stated(slopeDeg: number): Direction | null {
  if (Math.abs(slopeDeg) < LEVEL_PROVE) return 'level';
  if (!(Math.abs(slopeDeg) > SLOPE_PROVE)) return null;
  return slopeDeg < 0 ? 'down' : 'up';
}

/** Slope of the way from the camera to a point: down negative. */
function slopeTo(geometry: QuestionGeometry, view: number, centre: QuestionGeometry['centre']): number {
  const camera = geometry.cameras[view];
  return camera === undefined ? Number.NaN : -elevationDeg(camera, { centre, up: geometry.up });
}

/** Slope of the viewing axis. */
function pitchIn({ cameras, up }: QuestionGeometry, view: number): number {
  const camera = cameras[view];
  if (camera === undefined) return Number.NaN;
  return (
    (Math.asin(Math.max(-1, Math.min(1, dot(cameraAxes(camera).forward, normalize(up))))) * 180) / Math.PI
  );
}
