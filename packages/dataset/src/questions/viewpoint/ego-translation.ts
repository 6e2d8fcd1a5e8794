/** To which side did the camera move, seen from itself? */
import { defineKind } from '../define-kind.ts';
import { matchFacts, motionFacts } from './pair-facts.ts';
import { publishedKind } from './published.ts';

export const egoTranslation = defineKind(
  publishedKind({
    kind: 'ego-translation',
    label: 'egoTranslation',
    sentence:
      "From the camera's perspective, did the position of the camera that captured the second photo move relative to the first photo's camera position?",
    options: { left: 'Move to the left', right: 'Move to the right', none: 'No movement' },
    answerFact: 'shift',
    facts: (geometry) => [...matchFacts(geometry), ...motionFacts(geometry)],
  }),
);
