/**
 * Boards: flat tokens on a chequered slab of SIZE x SIZE unit squares, seen from straight above. Places are told in the
 * picture's own directions, so that the same board gives other answers to a camera that is turned by a quarter.
 */
import { cameraAxes, dot, subtract } from '@parallax/geometry';
import { nameOf } from '../../scenes/naming.ts';
import type { QuestionGeometry, SceneObject } from '../../schema.ts';
import { askable } from '../geometry.ts';

/** Squares along each side of the board; one square is one world unit. */
export const BOARD_SQUARES = 8;

/** In squares, from the board's middle: x to the right and y up in the picture. */
export interface BoardPoint {
  readonly x: number;
  readonly y: number;
}

/** Tokens that are clearly visible and named without doubt. */
export function tokensOf(geometry: QuestionGeometry): SceneObject[] {
  return askable(geometry, 'bystander');
}

/**
 * Where a token lies in the picture's directions.
 * @returns null unless the camera looks straight down (within half a degree): only then is the picture a map.
 */
export function boardPoint(geometry: QuestionGeometry, token: SceneObject): BoardPoint | null {
  const camera = geometry.cameras[0];
  if (camera === undefined) return null;
  const { right, up, forward } = cameraAxes(camera);
  if (dot(forward, geometry.up) > -0.99996) return null;
  const offset = subtract(token.position, geometry.centre);
  return { x: dot(right, offset), y: dot(up, offset) };
}

/** Straight distance on the board, in squares. */
export function tokenDistance(a: BoardPoint, b: BoardPoint): number {
  return Math.hypot(a.x - b.x, a.y - b.y);
}

/** Names and points of all tokens in the picture; null when the picture is no map of the board. */
export function mapOf(
  geometry: QuestionGeometry,
  tokens: readonly SceneObject[],
): { token: SceneObject; name: string; at: BoardPoint }[] | null {
  const map = tokens.map((token) => ({
    token,
    name: nameOf(token, geometry.objects),
    at: boardPoint(geometry, token),
  }));
  const known = map.flatMap(({ token, name, at }) =>
    name === null || at === null ? [] : [{ token, name, at }],
  );
  return known.length === map.length ? known : null;
}
