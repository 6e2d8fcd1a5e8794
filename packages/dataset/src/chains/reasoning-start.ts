/** Where a compact chain stops telling what its photos show and begins to say what follows from that. */

/** A list of places, as `layoutForm` words it. */
const LIST = /\bPhoto(?: [1-9])?: [^.]+\./g;

/** @returns offset behind the last list of places, for all of which no photo is needed; null for a chain without a list */
export function reasoningStart(chain: string): number | null {
  const last = [...chain.matchAll(LIST)].at(-1);
  return last === undefined ? null : last.index + last[0].length;
}
