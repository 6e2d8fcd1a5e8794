/**
 * Did the camera tilt up or down? Asked where its pitch about the first camera's own axes and the change of its angle
 * above the horizon say the same: after a large turn, or for a rolled camera, the two are different things.
 */
import { cameraAxes, dot, normalize } from '@parallax/geometry';
import { motionOf } from '../../../scenes/motion.ts';
import type { QuestionGeometry } from '../../../schema.ts';
import { defineKind } from '../../define-kind.ts';
import { type Discarded, isDiscarded, type Solution } from '../../kind.ts';
import { agreeing, bandOf, solveSigned } from '../answers/signed-solution.ts';
import { matchFacts, tiltFact } from '../pair-facts.ts';
import { PAIR_PREFIX, SELECT_CLAUSE } from '../published.ts';

const ANSWERS = { positive: 'Tilt up', negative: 'Tilt down', none: 'No tilt' } as const;

export const verticalRotation = defineKind({
  kind: 'vertical-rotation',
  views: 2,
  needsMask: false,
  answerType: 'choice',
  family: 'viewpoint',
  propose: () => ({
    stem: `${PAIR_PREFIX} From the camera's perspective, did the camera that captured the second photo tilt up or down relative to the first photo's camera orientation?`,
    closing: SELECT_CLAUSE,
    options: Object.values(ANSWERS),
    objectIds: [],
    parameters: { noneDeg: 1.5, minDeg: 4 },
  }),
  solve,
  answerFact: 'tilt',
  facts: (geometry) => [...matchFacts(geometry, 'row'), tiltFact(geometry)],
});

function solve(geometry: QuestionGeometry): Solution | Discarded {
  const band = bandOf(geometry.parameters);
  if (isDiscarded(band)) return band;
  const [before, after] = geometry.cameras.map((camera) => {
    const sine = dot(cameraAxes(camera).forward, normalize(geometry.up));
    return (Math.asin(Math.min(1, Math.max(-1, sine))) * 180) / Math.PI;
  });
  const own = solveSigned(motionOf(geometry).motion.pitchDeg, band, ANSWERS, 'degrees');
  return agreeing(own, solveSigned(after! - before!, band, ANSWERS, 'degrees'));
}
