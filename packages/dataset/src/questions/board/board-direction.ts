/** In which of eight directions is one token from another? Directions of the picture. After Sparkle's direction task. */
import { boardPoint, tokenDistance } from '../../scenes/board-map.ts';
import { nameOf } from '../../scenes/naming.ts';
import type { QuestionGeometry, SceneObject } from '../../schema.ts';
import { namedObjects } from '../chain/asked-facts.ts';
import { defineKind } from '../define-kind.ts';
import { objectById } from '../geometry.ts';
import { type Discarded, isDiscarded, type Solution } from '../kind.ts';
import { squareFacts, tokensOf } from './board-grid.ts';

/** Counter-clockwise from the right, 45 degrees each. */
const DIRECTIONS = [
  'right',
  'upper right',
  'above',
  'upper left',
  'left',
  'lower left',
  'below',
  'lower right',
] as const;
/** Each direction covers so much to both sides; nine degrees about the borders are not asked of. */
const REACH_DEG = 18;
const MIN_SQUARES = 1;
const OPTIONS = 4;

export const boardDirection = defineKind({
  kind: 'board-direction',
  views: 1,
  needsMask: true,
  answerType: 'choice',
  family: 'board',
  propose: ({ geometry }, random) => {
    const tokens = tokensOf(geometry);
    const cases = tokens.flatMap((a) =>
      tokens.flatMap((b) => {
        const solution = a === b ? { discarded: 'same-token' } : direction(geometry, a, b);
        return isDiscarded(solution) ? [] : [{ a, b, answer: solution.answer }];
      }),
    );
    if (cases.length === 0) return { discarded: 'no-two-tokens-in-a-direction' };
    const wanted = random.pick([...new Set(cases.map(({ answer }) => answer))]);
    const { a, b } = random.pick(cases.filter(({ answer }) => answer === wanted));
    const [from, asked] = [a, b].map((token) => nameOf(token, geometry.objects));
    const others = DIRECTIONS.filter((text) => text !== wanted);
    return {
      stem: `<image>Seen from the ${from}, in which direction of the picture is the ${asked}?`,
      options: [wanted, ...random.shuffle(others).slice(0, OPTIONS - 1)],
      objectIds: [a.objectId, b.objectId],
      parameters: { fromId: a.objectId, objectId: b.objectId },
    };
  },
  solve: (geometry) => {
    const { fromId, objectId } = geometry.parameters;
    return direction(geometry, objectById(geometry, fromId), objectById(geometry, objectId));
  },
  facts: (geometry) => {
    const { fromId, objectId } = geometry.parameters;
    const [from, asked] = namedObjects(geometry, [fromId, objectId]) ?? [];
    const solution = direction(geometry, from?.object, asked?.object);
    const way = DIRECTIONS.find((text) => !isDiscarded(solution) && text === solution.answer);
    if (from === undefined || asked === undefined || way === undefined) return null;
    return [
      ...squareFacts(geometry, [fromId, objectId]),
      { type: 'board-direction', object: asked.name, other: from.name, way },
    ];
  },
});

function direction(
  geometry: QuestionGeometry,
  from: SceneObject | undefined,
  to: SceneObject | undefined,
): Solution | Discarded {
  if (from === undefined || to === undefined) return { discarded: 'object-missing' };
  const [a, b] = [boardPoint(geometry, from), boardPoint(geometry, to)];
  if (a === null || b === null) return { discarded: 'not-from-above' };
  if (tokenDistance(a, b) < MIN_SQUARES) return { discarded: 'too-near' };
  const value = (Math.atan2(b.y - a.y, b.x - a.x) * 180) / Math.PI;
  const sector = Math.round(value / 45);
  const margin = REACH_DEG - Math.abs(value - 45 * sector);
  if (margin < 0) return { discarded: 'dead-band-direction' };
  return { answer: DIRECTIONS[(sector + 8) % 8]!, value, unit: 'degrees', margin };
}
