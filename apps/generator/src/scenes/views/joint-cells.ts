/** The deck of joint labels from which the motions of a scene are dealt. */
import type { Random, Side } from '@parallax/geometry';

export interface Cell {
  readonly translation: Side;
  readonly rotation: Side;
  readonly vertical: -1 | 0 | 1;
  readonly objectCentric: Side;
}

const SIDES: readonly Side[] = ['left', 'none', 'right'];

/**
 * All nine translation x rotation cells in random order, again and again. In each round of nine, a third rise and a
 * third sink; each translation meets each object-centric side once (a Latin square with the rotations).
 * @param objectCentricShare share of cells whose object-centric label does not just mirror the ego label.
 */
export function dealCells(objectCentricShare: number, count: number, random: Random): Cell[] {
  const cells: Cell[] = [];
  while (cells.length < count) {
    const verticals = random.shuffle([-1, -1, -1, 0, 0, 0, 1, 1, 1] as const);
    const shift = random.int(0, 3);
    const step = random.pick([1, 2]);
    const round = SIDES.flatMap((translation, t) =>
      SIDES.map((rotation, r): Cell => {
        const objectCentric = SIDES[(step * t + r + shift) % 3]!;
        return { translation, rotation, objectCentric, vertical: verticals[3 * t + r]! };
      }),
    );
    for (const cell of random.shuffle(round)) {
      cells.push(random.next() < objectCentricShare ? cell : mirroring(cell));
    }
  }
  return cells.slice(0, count);
}

/** The cell's object-centric label as it is with the subject straight ahead. */
export function mirroring<C extends Cell>(cell: C): C {
  return { ...cell, objectCentric: mirrored(cell.translation) };
}

/** Cells of the same rotation whose object-centric label does not mirror the ego label either; none for one that does. */
export function insteadOf(cell: Cell, random: Random): Cell[] {
  if (cell.objectCentric === mirrored(cell.translation)) return [];
  const others = SIDES.flatMap((translation) =>
    SIDES.filter((side) => side !== mirrored(translation)).map((side) => ({
      ...cell,
      translation,
      objectCentric: side,
    })),
  );
  return random.shuffle(others);
}

export function mirrored(side: Side): Side {
  if (side === 'none') return 'none';
  return side === 'left' ? 'right' : 'left';
}
