/** By how many degrees did the camera turn? Open answer, signed, scored by mean relative accuracy. */
import { motionOf } from '../../scenes/motion.ts';
import { bestConstantAccuracy } from '../best-constant.ts';
import { defineKind } from '../define-kind.ts';
import { matchFacts, motionFacts } from './pair-facts.ts';
import { PAIR_PREFIX } from './published.ts';

export const egoRotationDegrees = defineKind({
  kind: 'ego-rotation-degrees',
  views: 2,
  needsMask: false,
  answerType: 'number',
  family: 'viewpoint',
  propose: ({ geometry }) => {
    const { labels, thresholds } = motionOf(geometry);
    // A relative error needs an angle to be relative to: "none" is asked by ego-rotation.
    if (labels.egoRotation === null) return { discarded: 'dead-band-ego-rotation-degrees' };
    if (labels.egoRotation === 'none') return { discarded: 'no-rotation' };
    const { fx, width } = geometry.cameras[0]!.intrinsics;
    const fieldOfViewDeg = (2 * Math.atan(width / 2 / fx) * 180) / Math.PI;
    return {
      stem: `${PAIR_PREFIX} By how many degrees did the camera that captured the second photo rotate horizontally relative to the first photo's camera orientation? Positive is to the right, negative to the left. Please output only the number!`,
      options: [],
      objectIds: [],
      parameters: {},
      chance:
        // Half of the answers have the other sign and score nothing.
        bestConstantAccuracy(thresholds.yawMinDeg, Math.max(fieldOfViewDeg, thresholds.yawMinDeg + 1)) / 2,
    };
  },
  solve: (geometry) => {
    const { motion, labels } = motionOf(geometry);
    if (labels.egoRotation === null || labels.egoRotation === 'none') return { discarded: 'no-rotation' };
    return {
      answer: String(Math.round(motion.yawDeg)),
      value: motion.yawDeg,
      unit: 'degrees',
      margin: labels.margins.egoRotation,
    };
  },
  answerFact: 'turn',
  facts: (geometry) => [...matchFacts(geometry), ...motionFacts(geometry, 1)],
});
