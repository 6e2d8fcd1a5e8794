/**
 * Directions in words: eight bins of 45 degrees centred on straight ahead, or four of 90.
 * Source: ViewSpatial-Bench (arXiv 2505.21500): angle = atan2(right, forward), bins from 22.5 degrees on. Here angles near
 * the border of two bins are not asked of.
 */
import type { Discarded, Solution } from '../../kind.ts';

const EIGHT = [
  'front',
  'front-right',
  'right',
  'back-right',
  'back',
  'back-left',
  'left',
  'front-left',
] as const;
const CARDINAL: readonly string[] = EIGHT.filter((_, i) => i % 2 === 0);
const DIAGONAL: readonly string[] = EIGHT.filter((_, i) => i % 2 === 1);

/** Half of the dead band between two bins. */
const EIGHT_BORDER_DEG = 5;
const FOUR_BORDER_DEG = 12;

/** @param angleDeg clockwise from straight ahead, seen from above. */
export function eightWay(angleDeg: number): Solution | Discarded {
  return direction(angleDeg, EIGHT, EIGHT_BORDER_DEG);
}

/** Front, right, back or left, without the words between. */
export function fourWay(angleDeg: number): Solution | Discarded {
  return direction(angleDeg, CARDINAL, FOUR_BORDER_DEG);
}

/**
 * Four options of an eight-way answer. The published rule lets no option contain the answer's words or be contained
 * in them. Held between the answer and the others alone, it tells a reader of the text which option is right: "back"
 * beside "back-left" can be neither. So it is held between all of them, which leaves two lists.
 */
export function eightWayOptions(answer: string): readonly string[] {
  return CARDINAL.includes(answer) ? CARDINAL : DIAGONAL;
}

function direction(angleDeg: number, names: readonly string[], border: number): Solution | Discarded {
  const bin = 360 / names.length;
  const nearest = Math.round(angleDeg / bin);
  const margin = bin / 2 - Math.abs(angleDeg - nearest * bin) - border;
  if (!(margin >= 0)) return { discarded: 'dead-band-direction' };
  const answer = names[(nearest + names.length) % names.length]!;
  return { answer, value: angleDeg, unit: 'degrees', margin };
}
