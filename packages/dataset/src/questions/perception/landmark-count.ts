/** How many landmarks show in the photo? Not asked where one shows only in part: it could be counted or not. */
import { isBarelyVisible, isClearlyVisible, MIN_FRACTION } from '../../scenes/visibility.ts';
import type { QuestionGeometry } from '../../schema.ts';
import { defineKind } from '../define-kind.ts';
import { seenIn } from '../geometry.ts';
import type { Discarded, Solution } from '../kind.ts';
import { columnFacts, leftToRight } from './column.ts';

export const landmarkCount = defineKind({
  kind: 'landmark-count',
  views: 1,
  needsMask: true,
  answerType: 'number',
  family: 'perception',
  propose: ({ geometry }) => {
    const landmarks = geometry.objects.filter((object) => object.role === 'landmark');
    const family = landmarks[0]?.family;
    if (family === undefined) return { discarded: 'no-landmark' };
    if (landmarks.some((object) => object.family !== family))
      return { discarded: 'landmarks-of-several-families' };
    return {
      stem: `<image>How many ${family}s are visible?`,
      options: [],
      objectIds: landmarks.map((object) => object.objectId),
      parameters: {},
      chance: 1 / (landmarks.length + 1),
    };
  },
  solve,
  facts: (geometry) =>
    columnFacts(
      geometry,
      leftToRight(
        geometry,
        geometry.objects.filter((object) => object.role === 'landmark'),
      ),
    ),
});

function solve(geometry: QuestionGeometry): Solution | Discarded {
  const seen = seenIn(geometry, 0);
  const landmarks = geometry.objects.filter((object) => object.role === 'landmark');
  if (landmarks.some((object) => isBarelyVisible(seen, object.objectId))) {
    return { discarded: 'landmark-barely-visible' };
  }
  const counted = landmarks.filter((object) => isClearlyVisible(seen, object.objectId));
  const clarities = counted.map((object) => {
    const entry = seen.visible.find((item) => item.objectId === object.objectId);
    return (entry?.fraction ?? MIN_FRACTION) - MIN_FRACTION;
  });
  return {
    answer: String(counted.length),
    value: counted.length,
    unit: 'count',
    margin: Math.min(0.5, ...clarities),
  };
}
