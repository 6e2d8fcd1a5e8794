/** Exact searches over a handful of places: all hop-limited ways between two, all round trips through all. */

export interface Route {
  /** Indexes of the places, in order. */
  readonly stops: readonly number[];
  readonly length: number;
}

type Distance = (a: number, b: number) => number;

export interface HopRouteOptions {
  readonly start: number;
  readonly goal: number;
  /** Longest hop that is allowed. */
  readonly hop: number;
  /** Ways of this length and longer are left out. */
  readonly most?: number;
}

/** Every way without a repeated stop from `start` to `goal` whose hops are at most `hop` long, shortest first. */
export function hopRoutes(
  count: number,
  distance: Distance,
  { start, goal, hop, most = Number.POSITIVE_INFINITY }: HopRouteOptions,
): Route[] {
  const found: Route[] = [];
  const walk = (stops: readonly number[], length: number): void => {
    const at = stops[stops.length - 1]!;
    if (at === goal) {
      found.push({ stops, length });
      return;
    }
    for (let next = 0; next < count; next++) {
      const far = distance(at, next);
      if (far <= hop && length + far < most && !stops.includes(next)) walk([...stops, next], length + far);
    }
  };
  walk([start], 0);
  return found.sort(byLength);
}

/** Every round trip from place 0 through all places, each direction of travel once, shortest first. */
export function roundTrips(count: number, distance: Distance): Route[] {
  const found: Route[] = [];
  const walk = (stops: readonly number[], length: number): void => {
    if (stops.length === count) {
      // Of a trip and its reverse, the one that meets the lower number first.
      if (count < 3 || stops[1]! < stops[count - 1]!) {
        found.push({ stops, length: length + distance(stops[count - 1]!, 0) });
      }
      return;
    }
    for (let next = 1; next < count; next++) {
      if (!stops.includes(next)) walk([...stops, next], length + distance(stops[stops.length - 1]!, next));
    }
  };
  walk([0], 0);
  return found.sort(byLength);
}

/** The order of equal lengths must not depend on the engine's sort alone. */
function byLength(a: Route, b: Route): number {
  return a.length - b.length || (a.stops.join() < b.stops.join() ? -1 : 1);
}
