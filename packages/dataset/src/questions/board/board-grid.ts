/** Tokens that a board's questions may speak of, and the board as a map of them. */
import type { Fact } from '../../chains/facts/fact.ts';
import { squareForm } from '../../chains/forms/asked/measure/board.ts';
import { type BoardPoint, boardPoint, tokenDistance } from '../../scenes/board-map.ts';
import { nameOf } from '../../scenes/naming.ts';
import type { QuestionGeometry, SceneObject } from '../../schema.ts';
import { decimal, namedObjects } from '../chain/asked-facts.ts';
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

/** On which square each token lies; those that lie on none are left out. */
export function squareFacts(geometry: QuestionGeometry, ids: readonly unknown[]): Fact[] {
  const names = new Set(namedObjects(geometry, ids)?.map(({ name }) => name));
  return squareForm.prove(geometry).filter(({ object }) => names.has(object));
}

/** Distances of the hops of a way through named tokens, in its order. */
export function hopFacts(geometry: QuestionGeometry, names: readonly string[]): Fact[] {
  const map = mapOf(geometry, tokensOf(geometry)) ?? [];
  const at = (name: string | undefined): BoardPoint | undefined =>
    map.find((token) => token.name === name)?.at;
  return names.slice(1).flatMap((name, i): Fact[] => {
    const [a, b] = [at(names[i]), at(name)];
    if (a === undefined || b === undefined) return [];
    return [
      { type: 'board-distance', object: names[i]!, other: name, squares: decimal(tokenDistance(a, b)) },
    ];
  });
}
