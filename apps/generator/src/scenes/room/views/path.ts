/** Free floor as a grid, and shortest ways across it. */
import type { Box } from '@parallax/geometry';

/** x and z on the floor, metres. */
export type FloorPoint = readonly [number, number];

export interface FloorCells {
  readonly columns: number;
  readonly rows: number;
  readonly isFree: (column: number, row: number) => boolean;
  readonly centreOf: (cell: number) => FloorPoint;
  /** Cells of the largest connected free area. */
  readonly largestArea: readonly number[];
}

/** Edge of a cell, metres. */
export const CELL_M = 0.15;
const STEPS = [
  [1, 0],
  [-1, 0],
  [0, 1],
  [0, -1],
  [1, 1],
  [1, -1],
  [-1, 1],
  [-1, -1],
] as const;

export function freeCells(room: Box, free: (point: FloorPoint) => boolean): FloorCells {
  const columns = Math.floor((room.max[0] - room.min[0]) / CELL_M);
  const rows = Math.floor((room.max[2] - room.min[2]) / CELL_M);
  const centreOf = (cell: number): FloorPoint => [
    room.min[0] + ((cell % columns) + 0.5) * CELL_M,
    room.min[2] + (Math.floor(cell / columns) + 0.5) * CELL_M,
  ];
  const open = Array.from({ length: columns * rows }, (_, cell) => free(centreOf(cell)));
  const isFree = (column: number, row: number): boolean =>
    column >= 0 && column < columns && row >= 0 && row < rows && open[row * columns + column]!;
  const grid = { columns, rows, isFree, centreOf };
  const seen = new Set<number>();
  let largestArea: number[] = [];
  for (const [cell, passable] of open.entries()) {
    if (!passable || seen.has(cell)) continue;
    const area = [...reachable(grid, cell).keys()];
    for (const reached of area) seen.add(reached);
    if (area.length > largestArea.length) largestArea = area;
  }
  return { ...grid, largestArea };
}

/** Cell centres from one cell to another, both included; no corner of a blocked cell is cut. Empty when apart. */
export function findPath(cells: FloorCells, from: number, to: number): FloorPoint[] {
  const before = reachable(cells, from, to);
  const path: FloorPoint[] = [];
  for (let cell: number | undefined = before.has(to) ? to : undefined; cell !== undefined; ) {
    path.push(cells.centreOf(cell));
    const previous: number | undefined = before.get(cell);
    cell = previous === cell ? undefined : previous;
  }
  return path.reverse();
}

/** Breadth first; each reached cell with the one before it, the start with itself. */
function reachable(
  { columns, isFree }: Pick<FloorCells, 'columns' | 'isFree'>,
  from: number,
  to?: number,
): Map<number, number> {
  const before = new Map([[from, from]]);
  const queue = [from];
  for (let k = 0; k < queue.length && !(to !== undefined && before.has(to)); k++) {
    const cell = queue[k]!;
    const [column, row] = [cell % columns, Math.floor(cell / columns)];
    for (const [dx, dz] of STEPS) {
      const next = (row + dz) * columns + column + dx;
      if (!isFree(column + dx, row + dz) || before.has(next)) continue;
      if (dx !== 0 && dz !== 0 && !(isFree(column + dx, row) && isFree(column, row + dz))) continue;
      before.set(next, cell);
      queue.push(next);
    }
  }
  return before;
}
