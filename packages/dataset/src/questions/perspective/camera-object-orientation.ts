/**
 * Which way does an object face, in the camera's own directions? Front is away from the camera, back is towards it.
 * For an object at the side of the picture "towards the camera" may mean along the viewing axis or along the line of
 * sight: asked only where both readings give one answer.
 * Source: ViewSpatial-Bench (arXiv 2505.21500), "Camera perspective - Object View Orientation".
 */

import { boxCentre, subtract } from '@parallax/geometry';
import type { EightWay } from '../../chains/facts/asked-fact.ts';
import { defineKind } from '../define-kind.ts';
import { agreeing } from '../viewpoint/answers/signed-solution.ts';
import { directedKind } from './directed-kind.ts';
import { eightWay, eightWayOptions } from './frames/directions.ts';
import { cameraFrame, headingDeg, levelFrame } from './frames/level-frame.ts';

export const cameraObjectOrientation = defineKind(
  directedKind({
    kind: 'camera-object-orientation',
    roles: [({ front }) => front !== null],
    sentence: ([what]) =>
      `From the camera's perspective, in which direction does the ${what} face? Front means the direction in which the camera looks, back means towards the camera.`,
    answer: (geometry, [what]) => {
      const axis = cameraFrame(geometry);
      if (axis === null || what === undefined || what.front === null) return { discarded: 'no-direction' };
      const sight = levelFrame(axis.origin, subtract(boxCentre(what.bounds), axis.origin), geometry.up);
      if (sight === null) return { discarded: 'object-straight-below' };
      return agreeing(eightWay(headingDeg(axis, what.front)), eightWay(headingDeg(sight, what.front)));
    },
    options: eightWayOptions,
    // The answer is one of the eight ways.
    fact: ([object = ''], answer) => ({
      type: 'orientation',
      object,
      observer: null,
      way: answer as EightWay,
    }),
  }),
);
