/**
 * Where is an object, for a person in the photo who faces their own way?
 * Source: ViewSpatial-Bench (arXiv 2505.21500), "Person perspective - Relative Direction".
 */
import type { EightWay } from '../../chains/facts/asked-fact.ts';
import { defineKind } from '../define-kind.ts';
import { anything, directedKind, isAgent } from './directed-kind.ts';
import { eightWay, eightWayOptions } from './frames/directions.ts';
import { bearingDeg, ownFrame, standApart } from './frames/level-frame.ts';

export const personRelativeDirection = defineKind(
  directedKind({
    kind: 'person-relative-direction',
    roles: [anything, isAgent],
    sentence: ([what, person]) => `From the perspective of the ${person}, where is the ${what}?`,
    answer: (geometry, [what, person]) => {
      const frame = person === undefined ? null : ownFrame(person, geometry.up);
      if (frame === null || what === undefined || person === undefined) return { discarded: 'no-direction' };
      if (!standApart(what, person, geometry.up)) return { discarded: 'objects-not-apart' };
      return eightWay(bearingDeg(frame, what));
    },
    options: eightWayOptions,
    // The answer is one of the eight ways.
    fact: ([other = '', object = ''], answer) => ({
      type: 'own-direction',
      object,
      other,
      way: answer as EightWay,
    }),
  }),
);
