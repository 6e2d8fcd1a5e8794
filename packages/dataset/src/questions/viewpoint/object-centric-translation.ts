/** To which side did the camera move, for an observer at the object who faces the first camera? */
import { motionOf } from '../../scenes/motion.ts';
import { defineKind } from '../define-kind.ts';
import { matchFacts, motionFacts, objectCentricFact } from './pair-facts.ts';
import { publishedKind } from './published.ts';

export const objectCentricTranslation = defineKind(
  publishedKind({
    kind: 'object-centric-translation',
    label: 'objectCentricTranslation',
    sentence:
      "From the object's perspective, did the position of the camera that captured the second photo move relative to the first photo's camera position?",
    options: { left: 'Move to the left', right: 'Move to the right', none: 'No movement' },
    answerFact: 'object-centric',
    facts: (geometry) => {
      const side = motionOf(geometry).labels.objectCentricTranslation;
      const last = side === null ? [] : [objectCentricFact(geometry, side)];
      return [...matchFacts(geometry), ...motionFacts(geometry), ...last];
    },
  }),
);
