/**
 * Boards: flat tokens on a chequered slab of unit squares, seen from straight above. Places are told in the picture's
 * own directions, so that the same board gives other answers to a camera that is turned by a quarter.
 */
import { cameraAxes, dot, subtract } from '@parallax/geometry';
import type { QuestionGeometry, SceneObject } from '../schema.ts';

/** Squares along each side of the board; one square is one world unit. */
export const BOARD_SQUARES = 8;

/** In squares, from the board's middle: x to the right and y up in the picture. */
export interface BoardPoint {
  readonly x: number;
  readonly y: number;
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
