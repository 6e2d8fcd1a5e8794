/** By how many degrees did the camera go around the object? Open answer, signed, scored by mean relative accuracy. */
import { azimuthOf } from '../../../chains/forms/asked/motion/around.ts';
import { motionOf } from '../../../scenes/motion.ts';
import type { QuestionGeometry } from '../../../schema.ts';
import { bestConstantAccuracy } from '../../best-constant.ts';
import { defineKind } from '../../define-kind.ts';
import type { Discarded, Solution } from '../../kind.ts';
import { matchFacts, motionFacts } from '../pair-facts.ts';
import { PAIR_PREFIX } from '../published.ts';
import { levelDirections } from './level-directions.ts';

/** Smaller angles are asked of by nobody who wants a relative error; larger ones have two ways round. */
const MIN_DEG = 10;
const MAX_DEG = 170;
/** What the published pairs and the decorrelated ones have between them; the chance level is taken over it. */
const USUAL_DEG = 100;

export const objectCentricAzimuth = defineKind({
  kind: 'object-centric-azimuth',
  views: 2,
  needsMask: false,
  answerType: 'number',
  family: 'viewpoint',
  propose: () => ({
    stem: `${PAIR_PREFIX} Seen from straight above, by how many degrees did the camera go around the object from the first photo to the second? Positive is counter-clockwise, negative clockwise. Please output only the number!`,
    options: [],
    objectIds: [],
    parameters: {},
    // Half of the answers have the other sign and score nothing.
    chance: bestConstantAccuracy(MIN_DEG, USUAL_DEG) / 2,
  }),
  solve,
  facts: (geometry) => {
    const degrees = azimuthOf(geometry, 1);
    if (degrees === null) return null;
    return [
      ...matchFacts(geometry),
      ...motionFacts(geometry),
      { type: 'around', photo: 2, degrees: Math.round(degrees) },
    ];
  },
});

function solve(geometry: QuestionGeometry): Solution | Discarded {
  if (levelDirections(geometry) === null) return { discarded: 'camera-above-the-object' };
  const value = motionOf(geometry).motion.horizontalAngleDeg;
  const margin = Math.min(Math.abs(value) - MIN_DEG, MAX_DEG - Math.abs(value));
  if (margin < 0) return { discarded: 'angle-out-of-range' };
  return { answer: String(Math.round(value)), value, unit: 'degrees', margin };
}
