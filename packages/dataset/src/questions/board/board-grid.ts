/** Tokens that a board's questions may speak of, and the board as a map of them. */
import { type BoardPoint, boardPoint } from '../../scenes/board-map.ts';
import { nameOf } from '../../scenes/naming.ts';
import type { QuestionGeometry, SceneObject } from '../../schema.ts';
import { askable } from '../geometry.ts';

/** Tokens that are clearly visible and named without doubt. */
export function tokensOf(geometry: QuestionGeometry): SceneObject[] {
  return askable(geometry, 'bystander');
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
