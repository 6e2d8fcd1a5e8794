/** A walk from object to object: which turns fill the gaps of the plan? */
import { type Box, segmentBlocked, type Vec3 } from '@parallax/geometry';
import { centreOf } from '../../../chains/facts/measure.ts';
import { routeTurnDeg } from '../../../chains/forms/asked/direction/turns.ts';
import { wrapDeg } from '../../../scenes/level.ts';
import { nameOf } from '../../../scenes/naming.ts';
import type { QuestionGeometry, SceneObject } from '../../../schema.ts';
import { namedObjects } from '../../chain/asked-facts.ts';
import { defineKind } from '../../define-kind.ts';
import { type Discarded, isDiscarded, type Solution } from '../../kind.ts';
import { ROOM_VIEWS, roomImages, shownObjects } from '../room-objects.ts';
import { standingBearingDeg } from './relative-direction.ts';

const STOPS = 4;
const OPTIONS = 4;
/** Routes looked at; all of a room with a dozen objects would be eleven thousand. */
const TRIES = 60;
const TURNS = ['turn left', 'turn right', 'turn back'] as const;
/** Bearing of the next stop for each turn, degrees; nothing between is asked of. */
const SIDE_DEG = [35, 135] as const;
const BACK_DEG = 150;

export const routePlan = defineKind({
  kind: 'route-plan',
  views: ROOM_VIEWS,
  needsMask: true,
  answerType: 'choice',
  family: 'room',
  propose: ({ geometry }, random) => {
    const objects = shownObjects(geometry);
    if (objects.length < STOPS) return { discarded: 'too-few-objects' };
    const routes = Array.from({ length: TRIES }, () => random.shuffle(objects).slice(0, STOPS)).flatMap(
      (stops) => {
        const parameters = { stopIds: stops.map((stop) => stop.objectId) };
        const solution = solve({ ...geometry, parameters });
        if (isDiscarded(solution) || !isFree(geometry, stops)) return [];
        return [{ stops, parameters, answer: solution.answer }];
      },
    );
    if (routes.length === 0) return { discarded: 'no-route-with-clear-turns' };
    // Two turns to one side are the usual way about a room: the answer is drawn before the route.
    const wanted = random.pick([...new Set(routes.map(({ answer }) => answer))]);
    const { stops, parameters } = random.pick(routes.filter(({ answer }) => answer === wanted));
    const [start, first, second, goal] = stops.map((stop) => nameOf(stop, geometry.objects));
    const others = TURNS.flatMap((a) => TURNS.map((b) => planOf(a, b))).filter((plan) => plan !== wanted);
    return {
      stem: `${roomImages(ROOM_VIEWS)}These photos show one room. You stand at the ${start} and face the ${first}. You want to go to the ${goal}: 1. walk straight to the ${first}; 2. [?]; 3. walk straight to the ${second}; 4. [?]; 5. walk straight to the ${goal}. What fills the gaps?`,
      options: [wanted, ...random.shuffle(others).slice(0, OPTIONS - 1)],
      objectIds: parameters.stopIds,
      parameters,
    };
  },
  solve,
  facts: (geometry) => {
    const { stopIds } = geometry.parameters;
    const stops = namedObjects(geometry, Array.isArray(stopIds) ? stopIds : []) ?? [];
    return stops.slice(2).flatMap((target, i) => {
      const [from, at] = [stops[i]!, stops[i + 1]!];
      const degrees = routeTurnDeg(geometry, from.object, at.object, target.object);
      if (degrees === null) return [];
      const names = { object: from.name, at: at.name, target: target.name };
      return [{ type: 'route-turn' as const, ...names, degrees: Math.round(degrees) }];
    });
  },
});

function solve(geometry: QuestionGeometry): Solution | Discarded {
  const { stopIds } = geometry.parameters;
  if (!Array.isArray(stopIds) || stopIds.length !== STOPS) return { discarded: 'object-missing' };
  const [start, first, second, goal] = stopIds as unknown[];
  const turns = [turnAt(geometry, start, first, second), turnAt(geometry, first, second, goal)];
  const [a, b] = turns;
  if (a == null || b == null) return { discarded: 'dead-band-turn' };
  return {
    answer: planOf(a.turn, b.turn),
    value: a.deg,
    unit: 'degrees',
    margin: Math.min(a.margin, b.margin),
  };
}

/** The turn at `at` for someone who came from `from`; null between the ranges of the turns. */
function turnAt(geometry: QuestionGeometry, from: unknown, at: unknown, to: unknown) {
  // Someone at `at` who looks back to `from` sees `to` at this bearing; the walker faces the other way.
  const back = standingBearingDeg(geometry, at, from, to);
  if (back === null) return null;
  const deg = wrapDeg(back + 180);
  const size = Math.abs(deg);
  if (size >= BACK_DEG) return { turn: TURNS[2], deg, margin: size - BACK_DEG };
  if (size < SIDE_DEG[0] || size > SIDE_DEG[1]) return null;
  return {
    turn: deg < 0 ? TURNS[0] : TURNS[1],
    deg,
    margin: Math.min(size - SIDE_DEG[0], SIDE_DEG[1] - size),
  };
}

function planOf(first: string, second: string): string {
  return `${first}, ${second}`;
}

/** No other object of the scene stands on a leg of the way, seen from above. */
function isFree(geometry: QuestionGeometry, stops: readonly SceneObject[]): boolean {
  return stops.slice(1).every((stop, i) => {
    const ends = [stops[i], stop];
    const boxes = geometry.objects
      .filter((object) => object.role !== 'structure' && !ends.includes(object))
      .map((object) => flattened(object.bounds));
    return !segmentBlocked(onGround(centreOf(ends[0]!)), onGround(centreOf(stop)), boxes);
  });
}

function flattened({ min, max }: Box): Box {
  return { min: [min[0], -1, min[2]], max: [max[0], 1, max[2]] };
}

function onGround([x, , z]: Vec3): Vec3 {
  return [x, 0, z];
}
