/** How far apart are two tokens, in squares of the board? One decimal. After Sparkle's distance task. */
import { BOARD_SQUARES, boardPoint, tokenDistance } from '../../scenes/board-map.ts';
import { nameOf } from '../../scenes/naming.ts';
import type { QuestionGeometry } from '../../schema.ts';
import { bestConstantAccuracy } from '../best-constant.ts';
import { namedObjects } from '../chain/asked-facts.ts';
import { defineKind } from '../define-kind.ts';
import { objectById } from '../geometry.ts';
import { type Discarded, isDiscarded, type Solution } from '../kind.ts';
import { decimal } from '../room/measures/decimal.ts';
import { squareFacts, tokensOf } from './board-grid.ts';

export const boardDistance = defineKind({
  kind: 'board-distance',
  views: 1,
  needsMask: true,
  answerType: 'number',
  family: 'board',
  propose: ({ geometry }, random) => {
    const tokens = tokensOf(geometry);
    if (tokens.length < 2) return { discarded: 'too-few-tokens' };
    const [a, b] = random.shuffle(tokens);
    const [first, second] = [a!, b!].map((token) => nameOf(token, geometry.objects));
    return {
      stem: `<image>The board has ${BOARD_SQUARES} by ${BOARD_SQUARES} squares. How many squares' widths are the middles of the ${first} and the ${second} apart? Please output only the number!`,
      options: [],
      objectIds: [a!.objectId, b!.objectId],
      parameters: { objectId: a!.objectId, otherId: b!.objectId },
      chance: bestConstantAccuracy(1, BOARD_SQUARES),
    };
  },
  solve,
  facts: (geometry) => {
    const { objectId, otherId } = geometry.parameters;
    const [a, b] = namedObjects(geometry, [objectId, otherId]) ?? [];
    const solution = solve(geometry);
    if (a === undefined || b === undefined || isDiscarded(solution)) return null;
    return [
      ...squareFacts(geometry, [objectId, otherId]),
      { type: 'board-distance', object: a.name, other: b.name, squares: Number(solution.answer) },
    ];
  },
});

function solve(geometry: QuestionGeometry): Solution | Discarded {
  const [a, b] = ['objectId', 'otherId'].map((key) => {
    const token = objectById(geometry, geometry.parameters[key]);
    return token === undefined ? null : boardPoint(geometry, token);
  });
  if (a == null || b == null) return { discarded: 'not-from-above' };
  return { ...decimal(tokenDistance(a, b)), unit: 'squares' };
}
