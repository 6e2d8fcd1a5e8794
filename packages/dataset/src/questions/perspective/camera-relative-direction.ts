/**
 * Where is one object from another, in the camera's own directions? Front is away from the camera, the way it looks:
 * the published benchmark does not say, so the question does.
 * Source: ViewSpatial-Bench (arXiv 2505.21500), "Camera perspective - Relative Direction"; level directions only.
 */

import { boxCentre, subtract } from '@parallax/geometry';
import type { EightWay } from '../../chains/facts/asked-fact.ts';
import { defineKind } from '../define-kind.ts';
import { anything, directedKind } from './directed-kind.ts';
import { eightWay, eightWayOptions } from './frames/directions.ts';
import { cameraFrame, headingDeg, standApart } from './frames/level-frame.ts';

export const cameraRelativeDirection = defineKind(
  directedKind({
    kind: 'camera-relative-direction',
    roles: [anything, anything],
    sentence: ([what, from]) =>
      `From the camera's perspective, where is the ${what} in relation to the ${from}? Front means farther away in the direction in which the camera looks.`,
    answer: (geometry, [what, from]) => {
      const frame = cameraFrame(geometry);
      if (frame === null) return { discarded: 'camera-looks-straight-down' };
      if (what === undefined || from === undefined || !standApart(what, from, geometry.up))
        return { discarded: 'objects-not-apart' };
      return eightWay(headingDeg(frame, subtract(boxCentre(what.bounds), boxCentre(from.bounds))));
    },
    options: eightWayOptions,
    // The answer is one of the eight ways.
    fact: ([object = '', other = ''], answer) => ({
      type: 'camera-direction',
      object,
      other,
      way: answer as EightWay,
    }),
  }),
);
