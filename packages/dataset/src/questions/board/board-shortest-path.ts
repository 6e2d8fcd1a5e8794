/** Which is the shortest way from token to token when no hop may be longer than a limit? After Sparkle's composite task. */
import { tokenDistance } from '../../scenes/board-map.ts';
import type { QuestionGeometry } from '../../schema.ts';
import { decimal } from '../chain/asked-facts.ts';
import { defineKind } from '../define-kind.ts';
import { objectById } from '../geometry.ts';
import { type Discarded, isDiscarded, type Solution } from '../kind.ts';
import { hopFacts, mapOf, tokensOf } from './board-grid.ts';
import { hopRoutes, type Route } from './routes.ts';

const HOPS = [2.2, 2.5, 2.8, 3, 3.2, 3.5, 3.8, 4.2, 4.6];
/** No two tokens are this near to the limit, in squares: whether a hop is allowed must be seen. */
const MIN_CLEAR = 0.15;
/** The second shortest way is longer by this share. */
const MIN_RATIO = 0.07;
const OPTIONS = 4;
/** More tokens make no better question and far more ways. */
const MOST_TOKENS = 9;

export const boardShortestPath = defineKind({
  kind: 'board-shortest-path',
  views: 1,
  needsMask: true,
  answerType: 'choice',
  family: 'board',
  propose: ({ geometry }, random) => {
    const tokens = tokensOf(geometry);
    if (tokens.length > MOST_TOKENS) return { discarded: 'too-many-tokens' };
    const tokenIds = tokens.map((token) => token.objectId);
    for (const hopSquares of random.shuffle(HOPS)) {
      for (const fromId of random.shuffle(tokenIds)) {
        for (const toId of random.shuffle(tokenIds)) {
          const parameters = { tokenIds, fromId, toId, hopSquares };
          const found = fromId === toId ? { discarded: 'same-token' } : search({ ...geometry, parameters });
          if (isDiscarded(found) || found.names.length < OPTIONS) continue;
          const [answer, ...others] = found.names;
          return {
            stem: `<image>A piece hops from token to token; no hop may be longer than ${hopSquares} squares' widths, from middle to middle. Which is its shortest way from the ${found.from} to the ${found.to}?`,
            options: [answer!, ...random.shuffle(others).slice(0, OPTIONS - 1)],
            objectIds: tokenIds,
            parameters,
          };
        }
      }
    }
    return { discarded: 'no-clearly-shortest-way' };
  },
  solve: (geometry): Solution | Discarded => {
    const found = search(geometry);
    return isDiscarded(found) ? found : found.solution;
  },
  facts: (geometry) => {
    const found = search(geometry);
    if (isDiscarded(found)) return null;
    const { answer, value } = found.solution;
    const stops = answer.split(', ');
    return [
      // The straight way is one hop too long.
      ...hopFacts(geometry, [found.from, found.to]),
      ...hopFacts(geometry, stops),
      { type: 'route-length', stops, closed: false, squares: decimal(value) },
    ];
  },
});

/** The shortest way and, after it in `names`, the other ways and those that would be shorter but for the limit. */
function search(
  geometry: QuestionGeometry,
): { solution: Solution; names: string[]; from: string; to: string } | Discarded {
  const { tokenIds, fromId, toId, hopSquares } = geometry.parameters;
  if (!Array.isArray(tokenIds) || typeof hopSquares !== 'number') return { discarded: 'object-missing' };
  const tokens = tokenIds.flatMap((id) => objectById(geometry, id) ?? []);
  const map = mapOf(geometry, tokens);
  if (map === null) return { discarded: 'not-from-above' };
  const place = (id: unknown): number => tokens.findIndex((token) => token.objectId === id);
  const [start, goal] = [place(fromId), place(toId)];
  if (start < 0 || goal < 0) return { discarded: 'object-missing' };
  const distance = (a: number, b: number): number => tokenDistance(map[a]!.at, map[b]!.at);
  const all = map.flatMap((_, a) => map.slice(a + 1).map((_b, k) => distance(a, a + 1 + k)));
  const clear = Math.min(...all.map((far) => Math.abs(far - hopSquares)));
  if (clear < MIN_CLEAR) return { discarded: 'dead-band-hop' };
  const [best, ...longer] = hopRoutes(map.length, distance, { start, goal, hop: hopSquares });
  if (best === undefined || best.stops.length < 3) return { discarded: 'no-way-with-a-stop' };
  const next = longer[0]?.length ?? Number.POSITIVE_INFINITY;
  const gap = Math.min(next / best.length - 1, 1);
  if (gap < MIN_RATIO) return { discarded: 'dead-band-length' };
  // A way with too long a hop tempts those who do not measure; like the right one it has a stop.
  const forbidden = hopRoutes(map.length, distance, {
    start,
    goal,
    hop: 2 * hopSquares,
    most: best.length,
  }).filter(({ stops }) => stops.length >= 3);
  const named = (route: Route): string => route.stops.map((stop) => map[stop]!.name).join(', ');
  const others = [...longer.slice(0, 3), ...forbidden.slice(0, 2)].map(named);
  return {
    solution: { answer: named(best), value: best.length, unit: 'squares', margin: gap - MIN_RATIO },
    names: [named(best), ...new Set(others)],
    from: map[start]!.name,
    to: map[goal]!.name,
  };
}
