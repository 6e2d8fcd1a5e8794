/** Which landmark stands next to the subject in the photo, sideways? */
import { nameOf } from '../../scenes/naming.ts';
import { clearlyVisible } from '../../scenes/visibility.ts';
import type { QuestionGeometry } from '../../schema.ts';
import { defineKind } from '../define-kind.ts';
import { askable, objectById, seenIn, subjectOf } from '../geometry.ts';
import type { Discarded, Solution } from '../kind.ts';
import { columnFacts, leftToRight } from './column.ts';

/** The second nearest must be farther by this share of the picture's width. */
const MIN_GAP = 0.08;
const MIN_OPTIONS = 3;
const MAX_OPTIONS = 4;

export const nearestLandmark = defineKind({
  kind: 'nearest-landmark',
  views: 1,
  needsMask: true,
  answerType: 'choice',
  family: 'perception',
  propose: ({ geometry }, random) => {
    const subject = askable(geometry, 'subject')[0];
    if (subject === undefined) return { discarded: 'subject-not-visible' };
    const landmarks = random.shuffle(askable(geometry, 'landmark')).slice(0, MAX_OPTIONS);
    if (landmarks.length < MIN_OPTIONS) return { discarded: 'too-few-landmarks' };
    return {
      stem: `<image>Which is closest sideways to the ${nameOf(subject, geometry.objects)}?`,
      options: landmarks.map((object) => nameOf(object, geometry.objects) ?? ''),
      objectIds: landmarks.map((object) => object.objectId),
      parameters: { optionIds: landmarks.map((object) => object.objectId) },
    };
  },
  solve,
  facts: (geometry) => {
    const subject = subjectOf(geometry);
    if (subject === undefined) return null;
    return columnFacts(geometry, [subject, ...leftToRight(geometry, optionsOf(geometry))]);
  },
});

function optionsOf(geometry: QuestionGeometry) {
  const { optionIds } = geometry.parameters;
  const ids: unknown[] = Array.isArray(optionIds) ? optionIds : [];
  return ids.flatMap((id) => objectById(geometry, id) ?? []);
}

function solve(geometry: QuestionGeometry): Solution | Discarded {
  const seen = seenIn(geometry, 0);
  const subject = subjectOf(geometry);
  const own = subject === undefined ? undefined : clearlyVisible(seen, subject.objectId);
  if (own === undefined) return { discarded: 'subject-not-visible' };
  const { width } = seen.camera.intrinsics;
  const ranked = optionsOf(geometry)
    .flatMap((object) => {
      const entry = clearlyVisible(seen, object.objectId);
      return entry === undefined
        ? []
        : [{ object, gap: Math.abs(entry.centroid[0] - own.centroid[0]) / width }];
    })
    .sort((a, b) => a.gap - b.gap);
  const [first, second] = ranked;
  if (first === undefined || second === undefined) return { discarded: 'too-few-landmarks' };
  const margin = second.gap - first.gap - MIN_GAP;
  if (margin < 0) return { discarded: 'dead-band-nearest' };
  const answer = nameOf(first.object, geometry.objects);
  if (answer === null) return { discarded: 'object-not-nameable' };
  return { answer, value: first.gap, unit: 'picture-widths', margin };
}
