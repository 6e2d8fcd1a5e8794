/** On which side of an object, by that object's own front, does another one stand? Four sides. */
import { defineKind } from '../define-kind.ts';
import { anything, directedKind, faces } from './directed-kind.ts';
import { fourWay } from './frames/directions.ts';
import { bearingDeg, ownFrame, standApart } from './frames/level-frame.ts';

const WORDS: Readonly<Record<string, string>> = {
  front: 'in front',
  right: 'to the right',
  back: 'behind',
  left: 'to the left',
};

const SIDES: Readonly<Record<string, 'left' | 'right' | 'front' | 'behind'>> = {
  'in front': 'front',
  'to the right': 'right',
  behind: 'behind',
  'to the left': 'left',
};

export const objectRelativeDirection = defineKind(
  directedKind({
    kind: 'object-relative-direction',
    roles: [anything, faces],
    sentence: ([what, owner]) =>
      `The ${owner} has a front of its own. Seen from the ${owner} as it faces that way, on which side of it is the ${what}?`,
    answer: (geometry, [what, owner]) => {
      const frame = owner === undefined ? null : ownFrame(owner, geometry.up);
      if (frame === null || what === undefined || owner === undefined) return { discarded: 'no-direction' };
      if (!standApart(what, owner, geometry.up)) return { discarded: 'objects-not-apart' };
      const solution = fourWay(bearingDeg(frame, what));
      return 'discarded' in solution ? solution : { ...solution, answer: WORDS[solution.answer] ?? '' };
    },
    options: () => Object.values(WORDS),
    fact: ([other = '', object = ''], answer) => ({
      type: 'object-frame',
      object,
      other,
      side: SIDES[answer] ?? 'front',
    }),
  }),
);
