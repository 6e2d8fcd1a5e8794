/** A place in a run's metrics file as an event id: "offset-lines-tail". The tail's digest shows a file cut back. */
import type { LinePlace } from '@parallax/store';

export function formatPlace(place: LinePlace): string {
  return `${place.offset}-${place.lines}-${place.tailSha256}`;
}

/** null for an id that is none of ours: the stream then starts at the first line. */
export function parsePlace(id: string | undefined): LinePlace | null {
  const match = /^(\d{1,15})-(\d{1,15})-([0-9a-f]{64})$/.exec(id ?? '');
  if (match === null) return null;
  return { offset: Number(match[1]), lines: Number(match[2]), tailSha256: match[3]! };
}
