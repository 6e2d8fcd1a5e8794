/** How far did the camera move, in percent of its distance to the object? Open answer, scored by mean relative accuracy. */
import { displacementForm } from '../../../chains/forms/camera/displacement.ts';
import { bestConstantAccuracy } from '../../best-constant.ts';
import { defineKind } from '../../define-kind.ts';
import { isDiscarded } from '../../kind.ts';
import { matchFacts, motionFacts } from '../pair-facts.ts';
import { PAIR_PREFIX } from '../published.ts';
import { scaledTranslation } from './scaled-translation.ts';

/** A quarter turn around the object and a little more; beyond it hardly anything is seen twice. */
const MOST_PERCENT = 150;

export const egoTranslationDistance = defineKind({
  kind: 'ego-translation-distance',
  views: 2,
  needsMask: false,
  answerType: 'number',
  family: 'viewpoint',
  propose: ({ geometry }) => {
    const moved = scaledTranslation(geometry);
    if (isDiscarded(moved)) return moved;
    return {
      stem: `${PAIR_PREFIX} Take the distance from the first photo's camera to the object as 100. How far from the first photo's camera position is the camera that captured the second photo? Please output only the number!`,
      options: [],
      objectIds: [],
      parameters: {},
      chance: bestConstantAccuracy(100 * moved.band.min, MOST_PERCENT),
    };
  },
  solve: (geometry) => {
    const moved = scaledTranslation(geometry);
    if (isDiscarded(moved)) return moved;
    const value = 100 * moved.baseline;
    // A relative error needs a distance to be relative to.
    if (value <= 100 * moved.band.min) return { discarded: 'no-movement' };
    if (value > MOST_PERCENT) return { discarded: 'moved-too-far' };
    const margin = Math.min(value - 100 * moved.band.min, MOST_PERCENT - value);
    return { answer: String(Math.round(value)), value, unit: 'percent', margin };
  },
  facts: (geometry) => {
    const moved = scaledTranslation(geometry);
    if (isDiscarded(moved)) return null;
    return [
      ...matchFacts(geometry),
      ...motionFacts(geometry).filter((fact) => fact.type === 'turn'),
      ...displacementForm.prove(geometry).filter(({ unit }) => unit === 'object-distances'),
      { type: 'move-percent', percent: Math.round(100 * moved.baseline) },
    ];
  },
});
