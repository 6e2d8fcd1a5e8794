/** To which side did the camera turn, seen from itself? */
import { defineKind } from '../define-kind.ts';
import { matchFacts, motionFacts } from './pair-facts.ts';
import { publishedKind } from './published.ts';

export const egoRotation = defineKind(
  publishedKind({
    kind: 'ego-rotation',
    label: 'egoRotation',
    sentence:
      "From the camera's perspective, did the orientation of the camera that captured the second photo rotate relative to the first photo's camera orientation?",
    options: { left: 'Rotate to the left', right: 'Rotate to the right', none: 'No rotation' },
    answerFact: 'turn',
    facts: (geometry) => [...matchFacts(geometry), ...motionFacts(geometry)],
  }),
);
