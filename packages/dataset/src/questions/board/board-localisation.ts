/** On which square of the board is a token? Columns from the left, rows from the top. After Sparkle's localisation. */
import { BOARD_SQUARES, boardPoint } from '../../scenes/board-map.ts';
import { nameOf } from '../../scenes/naming.ts';
import type { QuestionGeometry, SceneObject } from '../../schema.ts';
import { defineKind } from '../define-kind.ts';
import { objectById } from '../geometry.ts';
import { type Discarded, isDiscarded, type Solution } from '../kind.ts';
import { squareFacts, tokensOf } from './board-grid.ts';

/** Least distance of the token's middle to its square's border, in squares. */
const MIN_MARGIN = 0.1;

export const boardLocalisation = defineKind({
  kind: 'board-localisation',
  views: 1,
  needsMask: true,
  answerType: 'choice',
  family: 'board',
  propose: ({ geometry }, random) => {
    const cases = tokensOf(geometry).flatMap((token) => {
      const square = squareOf(geometry, token);
      return isDiscarded(square) ? [] : [{ token, square }];
    });
    if (cases.length === 0) return { discarded: 'no-token-clear-of-borders' };
    const { token, square } = random.pick(cases);
    // Wrong squares share the column, the row or neither: reading one of the two is not enough.
    const [column, row] = [otherThan(square.column), otherThan(square.row)].map((from) => random.pick(from));
    const options = [
      [square.column, square.row],
      [square.column, row!],
      [column!, square.row],
      [column!, row!],
    ] as const;
    return {
      stem: `<image>The board has ${BOARD_SQUARES} columns, numbered from the left, and ${BOARD_SQUARES} rows, numbered from the top. On which square is the ${nameOf(token, geometry.objects)}?`,
      options: options.map(([c, r]) => wordsOf(c, r)),
      objectIds: [token.objectId],
      parameters: { objectId: token.objectId },
    };
  },
  solve: (geometry): Solution | Discarded => {
    const token = objectById(geometry, geometry.parameters['objectId']);
    if (token === undefined) return { discarded: 'object-missing' };
    const square = squareOf(geometry, token);
    if (isDiscarded(square)) return square;
    const { column, row, margin } = square;
    return { answer: wordsOf(column, row), value: column, unit: 'squares', margin };
  },
  facts: (geometry) => squareFacts(geometry, [geometry.parameters['objectId']]),
});

function squareOf(
  geometry: QuestionGeometry,
  token: SceneObject,
): { column: number; row: number; margin: number } | Discarded {
  const at = boardPoint(geometry, token);
  if (at === null) return { discarded: 'not-from-above' };
  const [across, down] = [at.x + BOARD_SQUARES / 2, BOARD_SQUARES / 2 - at.y];
  const margin = Math.min(...[across, down].map((value) => Math.abs(value - Math.round(value)))) - MIN_MARGIN;
  const [column, row] = [Math.floor(across) + 1, Math.floor(down) + 1];
  const onBoard = [column, row].every((place) => place >= 1 && place <= BOARD_SQUARES);
  if (!onBoard) return { discarded: 'off-the-board' };
  return margin < 0 ? { discarded: 'dead-band-square' } : { column, row, margin };
}

function otherThan(place: number): number[] {
  return Array.from({ length: BOARD_SQUARES }, (_, i) => i + 1).filter((other) => other !== place);
}

function wordsOf(column: number, row: number): string {
  return `column ${column}, row ${row}`;
}
