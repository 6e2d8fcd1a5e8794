/** By how many degrees did the camera turn? Open answer, signed, scored by mean relative accuracy. */
import { motionOf } from '../../scenes/motion.ts';
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
      chance: chanceOfBestConstant(thresholds.yawMinDeg, Math.max(fieldOfViewDeg, thresholds.yawMinDeg + 1)),
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

/**
 * Mean relative accuracy (thresholds 0.5 to 0.95) of the best constant when the angle's size is uniform between the
 * bounds and its sign is a coin: half of the answers have the other sign and score nothing.
 */
function chanceOfBestConstant(lo: number, hi: number): number {
  const angles = Array.from({ length: 101 }, (_, i) => lo + ((hi - lo) * i) / 100);
  const limits = Array.from({ length: 10 }, (_, i) => 0.5 - 0.05 * i);
  const accuracy = (guess: number): number => {
    const hits = angles.map((angle) => {
      const error = Math.abs(guess - angle) / angle;
      return limits.filter((limit) => error < limit).length / limits.length;
    });
    return hits.reduce((sum, hit) => sum + hit, 0) / hits.length;
  };
  return Math.max(...angles.map(accuracy)) / 2;
}
