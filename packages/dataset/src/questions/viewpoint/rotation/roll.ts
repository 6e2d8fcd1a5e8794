/**
 * Did the camera roll about its viewing axis? Asked where its roll about the first camera's own axes and the change of
 * its tilt against the horizon say the same; see vertical-rotation.
 */
import { type Camera, cameraAxes, cross, dot, normalize, type Vec3 } from '@parallax/geometry';
import { motionOf } from '../../../scenes/motion.ts';
import type { QuestionGeometry } from '../../../schema.ts';
import { defineKind } from '../../define-kind.ts';
import { type Discarded, isDiscarded, type Solution } from '../../kind.ts';
import { agreeing, bandOf, solveSigned } from '../answers/signed-solution.ts';
import { rollFact } from '../pair-facts.ts';
import { PAIR_PREFIX, SELECT_CLAUSE } from '../published.ts';

const ANSWERS = { positive: 'Roll clockwise', negative: 'Roll counter-clockwise', none: 'No roll' } as const;
/** Sine of the angle to the vertical below which a camera has no horizon. */
const MIN_LEVEL = 0.1;

export const roll = defineKind({
  kind: 'roll',
  views: 2,
  needsMask: false,
  answerType: 'choice',
  family: 'viewpoint',
  propose: () => ({
    stem: `${PAIR_PREFIX} Did the camera that captured the second photo roll about its viewing axis relative to the first photo's camera orientation? Clockwise means that the camera's right side went down.`,
    closing: SELECT_CLAUSE,
    options: Object.values(ANSWERS),
    objectIds: [],
    parameters: { noneDeg: 1.5, minDeg: 4 },
  }),
  solve,
  answerFact: 'roll',
  facts: (geometry) => [rollFact(geometry)],
});

function solve(geometry: QuestionGeometry): Solution | Discarded {
  const band = bandOf(geometry.parameters);
  if (isDiscarded(band)) return band;
  const [before, after] = geometry.cameras.map((camera) => horizonRollDeg(camera, normalize(geometry.up)));
  if (before == null || after == null) return { discarded: 'no-horizon' };
  const change = ((((after - before + 180) % 360) + 360) % 360) - 180;
  const own = solveSigned(motionOf(geometry).motion.rollDeg, band, ANSWERS, 'degrees');
  return agreeing(own, solveSigned(change, band, ANSWERS, 'degrees'));
}

/** Angle by which the camera's right axis lies below the level, clockwise positive; null for a vertical camera. */
function horizonRollDeg(camera: Camera, up: Vec3): number | null {
  const { right, forward } = cameraAxes(camera);
  const level = cross(forward, up);
  if (Math.hypot(...level) < MIN_LEVEL) return null;
  const levelRight = normalize(level);
  const upright = cross(levelRight, forward);
  return (Math.atan2(-dot(right, upright), dot(right, levelRight)) * 180) / Math.PI;
}
