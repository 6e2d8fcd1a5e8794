/** Which of three photos was taken between the other two, on the way around the object? */
import { normalize, signedAngleAboutDeg } from '@parallax/geometry';
import { azimuthOf } from '../../../chains/forms/asked/motion/around.ts';
import { isClearlyVisible } from '../../../scenes/visibility.ts';
import type { QuestionGeometry } from '../../../schema.ts';
import { defineKind } from '../../define-kind.ts';
import { seenIn } from '../../geometry.ts';
import { type Discarded, isDiscarded, type Solution } from '../../kind.ts';
import { SELECT_CLAUSE } from '../published.ts';
import { levelDirections } from './level-directions.ts';

const ANSWERS = ['The first photo', 'The second photo', 'The third photo'] as const;
/** Least angle about the object between neighbours, and largest between the outer two: beyond it the way round is unclear. */
const MIN_GAP_DEG = 8;
const MAX_SPAN_DEG = 150;

export const viewBetween = defineKind({
  kind: 'view-between',
  views: 3,
  needsMask: false,
  answerType: 'choice',
  family: 'viewpoint',
  propose: ({ geometry, source }) => {
    const hidden = geometry.cameras.some((_, view) => {
      const seen = seenIn(geometry, view);
      // Photographs have no masks.
      return seen.visible.length > 0 && !isClearlyVisible(seen, source.subjectId);
    });
    if (hidden) return { discarded: 'subject-not-visible' };
    return {
      stem: '<image><image><image>These three photos show the same object, which did not move. On the shortest way around the object past all three camera positions, which photo was taken between the other two?',
      closing: SELECT_CLAUSE,
      options: ANSWERS,
      objectIds: [],
      parameters: {},
    };
  },
  solve,
  facts: (geometry) => {
    const [second, third] = [azimuthOf(geometry, 1), azimuthOf(geometry, 2)];
    const solution = solve(geometry);
    if (second === null || third === null || isDiscarded(solution)) return null;
    return [
      { type: 'around', photo: 2, degrees: Math.round(second) },
      { type: 'around', photo: 3, degrees: Math.round(third) },
      // Three answers in the order of the photos.
      {
        type: 'photo-between',
        photo: ((ANSWERS as readonly string[]).indexOf(solution.answer) + 1) as 1 | 2 | 3,
      },
    ];
  },
});

function solve(geometry: QuestionGeometry): Solution | Discarded {
  const directions = levelDirections(geometry);
  const [first] = directions ?? [];
  if (directions === null || first === undefined) return { discarded: 'camera-above-the-object' };
  const up = normalize(geometry.up);
  const azimuths = directions.map((direction) => signedAngleAboutDeg(first, direction, up));
  const [low, middle, high] = [...azimuths].sort((a, b) => a - b);
  if (low === undefined || middle === undefined || high === undefined) return { discarded: 'too-few-photos' };
  const gap = Math.min(middle - low, high - middle);
  const margin = Math.min(gap - MIN_GAP_DEG, MAX_SPAN_DEG - (high - low));
  if (margin < 0) return { discarded: 'dead-band-between' };
  return { answer: ANSWERS[azimuths.indexOf(middle)]!, value: gap, unit: 'degrees', margin };
}
