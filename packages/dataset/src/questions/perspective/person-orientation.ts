/**
 * Which way does an object face, in the directions of a person in the photo? The published task asks where a person's
 * head is turned against the body; figures here have no neck of their own, so another thing's front is asked for.
 * Source: ViewSpatial-Bench (arXiv 2505.21500), "Person perspective - Object View Orientation".
 */
import type { EightWay } from '../../chains/facts/asked-fact.ts';
import { defineKind } from '../define-kind.ts';
import { directedKind, faces, isAgent } from './directed-kind.ts';
import { eightWay, eightWayOptions } from './frames/directions.ts';
import { headingDeg, ownFrame } from './frames/level-frame.ts';

export const personOrientation = defineKind(
  directedKind({
    kind: 'person-orientation',
    roles: [faces, isAgent],
    sentence: ([what, person]) =>
      `From the perspective of the ${person}, in which direction does the ${what} face? Front means the same direction in which the ${person} faces.`,
    answer: (geometry, [what, person]) => {
      const frame = person === undefined ? null : ownFrame(person, geometry.up);
      if (frame === null || what === undefined || what.front === null) return { discarded: 'no-direction' };
      return eightWay(headingDeg(frame, what.front));
    },
    options: eightWayOptions,
    // The answer is one of the eight ways.
    fact: ([object = '', observer = ''], answer) => ({
      type: 'orientation',
      object,
      observer,
      way: answer as EightWay,
    }),
  }),
);
