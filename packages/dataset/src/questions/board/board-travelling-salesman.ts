/** Which round trip through all named tokens is the shortest? The optimum of all orders, unique by a margin. After Sparkle. */
import { tokenDistance } from '../../scenes/board-map.ts';
import type { QuestionGeometry } from '../../schema.ts';
import { decimal } from '../chain/asked-facts.ts';
import { defineKind } from '../define-kind.ts';
import { objectById } from '../geometry.ts';
import { type Discarded, isDiscarded, type Solution } from '../kind.ts';
import { mapOf, tokensOf } from './board-grid.ts';
import { type Route, roundTrips } from './routes.ts';

const STOPS = [5, 6] as const;
/** The second shortest trip is longer by this share. */
const MIN_RATIO = 0.04;
const OPTIONS = 4;
/** Wrong trips come from the shortest ones: a wild zigzag is no temptation. */
const TEMPTING = 6;
const TRIES = 12;

export const boardTravellingSalesman = defineKind({
  kind: 'board-travelling-salesman',
  views: 1,
  needsMask: true,
  answerType: 'choice',
  family: 'board',
  propose: ({ geometry }, random) => {
    const tokens = tokensOf(geometry);
    for (let attempt = 0; attempt < TRIES; attempt++) {
      const count = random.pick(STOPS);
      if (tokens.length < count) continue;
      const tokenIds = random
        .shuffle(tokens)
        .slice(0, count)
        .map((token) => token.objectId);
      const found = search({ ...geometry, parameters: { tokenIds } });
      if (isDiscarded(found)) continue;
      const [answer, ...others] = found.trips;
      const [start, ...rest] = found.names;
      return {
        stem: `<image>A round trip starts at the ${start}, visits the ${rest.join(', the ')} once each, in any order, and returns. Which order is the shortest?`,
        options: [answer!, ...random.shuffle(others).slice(0, OPTIONS - 1)],
        objectIds: tokenIds,
        parameters: { tokenIds },
      };
    }
    return { discarded: 'no-clearly-shortest-trip' };
  },
  solve: (geometry): Solution | Discarded => {
    const found = search(geometry);
    return isDiscarded(found) ? found : found.solution;
  },
  facts: (geometry) => {
    const found = search(geometry);
    if (isDiscarded(found)) return null;
    // Another short trip first, then the shortest.
    return [1, 0].map((place) => ({
      type: 'route-length',
      stops: (found.trips[place] ?? '').split(', '),
      closed: true,
      squares: decimal(found.lengths[place] ?? Number.NaN),
    }));
  },
});

function search(
  geometry: QuestionGeometry,
): { solution: Solution; trips: string[]; lengths: number[]; names: string[] } | Discarded {
  const { tokenIds } = geometry.parameters;
  if (!Array.isArray(tokenIds)) return { discarded: 'object-missing' };
  const tokens = tokenIds.flatMap((id) => objectById(geometry, id) ?? []);
  const map = mapOf(geometry, tokens);
  if (map === null || map.length !== tokenIds.length) return { discarded: 'not-from-above' };
  const distance = (a: number, b: number): number => tokenDistance(map[a]!.at, map[b]!.at);
  const [best, next, ...longer] = roundTrips(map.length, distance);
  if (best === undefined || next === undefined) return { discarded: 'too-few-tokens' };
  const gap = next.length / best.length - 1;
  if (gap < MIN_RATIO) return { discarded: 'dead-band-length' };
  const named = ({ stops }: Route): string => stops.map((stop) => map[stop]!.name).join(', ');
  return {
    solution: { answer: named(best), value: best.length, unit: 'squares', margin: gap - MIN_RATIO },
    trips: [best, next, ...longer.slice(0, TEMPTING - 1)].map(named),
    lengths: [best.length, next.length],
    names: map.map(({ name }) => name),
  };
}
