/** Walls, ceiling, skirting, door and windows of a room as one shape in world coordinates: background of the scene. */
import type { Paint } from '../../assets/paint/paint.ts';
import { type Shape, ShapeBuilder, type Triple } from '../../assets/shape.ts';
import type { Opening, RoomPlan, Wall } from './plan.ts';

const SKIRTING = { height: 0.1, depth: 0.018 };
const THICKNESS = 0.1;

export function buildShell({ bounds, walls, door, windows, paints }: RoomPlan): Shape {
  const shape = new ShapeBuilder();
  const height = bounds.max[1];
  const [width, depth] = [bounds.max[0] - bounds.min[0], bounds.max[2] - bounds.min[2]];
  const put = (wall: Wall, along: number, y: number, out: number, size: Triple, coat: Paint): void => {
    const yaw = (wall.yawDeg * Math.PI) / 180;
    const [sin, cos] = [Math.sin(yaw), Math.cos(yaw)];
    // Along the wall is +X of one who looks out of it, turned with the wall.
    const reach = out - wall.away;
    const at: Triple = [cos * along + sin * reach, y, -sin * along + cos * reach];
    shape.box(size, coat, { at, turn: [0, wall.yawDeg, 0] });
  };
  for (const wall of walls) {
    put(wall, 0, height / 2, -THICKNESS / 2, [wall.length + 2 * THICKNESS, height, THICKNESS], paints.wall);
    for (const [from, to] of without(door.wall === wall ? door : undefined, wall.length)) {
      const [middle, long] = [(from + to) / 2, to - from];
      put(
        wall,
        middle,
        SKIRTING.height / 2,
        SKIRTING.depth / 2,
        [long, SKIRTING.height, SKIRTING.depth],
        paints.trim,
      );
    }
    put(wall, 0, height - 0.03, 0.02, [wall.length, 0.06, 0.04], paints.trim);
  }
  shape.box([width, 0.1, depth], paints.ceiling, { at: [0, height + 0.05, 0] });
  shape.cylinder(0.32, 0.05, paints.lamp, { at: [0, height - 0.025, 0] });
  frame(door, paints.trim, put);
  const leaf = door.high - 0.03;
  put(door.wall, door.along, leaf / 2, 0.012, [door.width - 0.04, leaf, 0.024], paints.door);
  for (const [low, high] of [
    [0.12, 0.44],
    [0.52, 0.92],
  ] as const)
    put(
      door.wall,
      door.along,
      ((low + high) / 2) * leaf,
      0.026,
      [door.width * 0.66, (high - low) * leaf, 0.012],
      paints.door,
    );
  put(door.wall, door.along + door.width * 0.38, 1.02, 0.05, [0.12, 0.025, 0.03], paints.trim);
  for (const window of windows) {
    frame(window, paints.trim, put);
    const [tall, middle] = [window.high - window.low, (window.low + window.high) / 2];
    put(window.wall, window.along, middle, 0.006, [window.width, tall, 0.012], paints.pane);
    put(window.wall, window.along, middle, 0.02, [0.04, tall, 0.03], paints.trim);
    put(window.wall, window.along, middle, 0.02, [window.width, 0.03, 0.03], paints.trim);
    put(window.wall, window.along, window.low - 0.05, 0.07, [window.width + 0.16, 0.035, 0.14], paints.trim);
  }
  return shape.raw();
}

type Put = (wall: Wall, along: number, y: number, out: number, size: Triple, coat: Paint) => void;

/** Boards around an opening; a door has none at its foot. */
function frame({ wall, along, width, low, high }: Opening, trim: Paint, put: Put): void {
  const [board, out] = [0.07, 0.02];
  for (const side of [-1, 1])
    put(
      wall,
      along + side * (width / 2 + board / 2),
      (low + high) / 2,
      out,
      [board, high - low + (low > 0 ? 2 : 1) * board, 2 * out],
      trim,
    );
  put(wall, along, high + board / 2, out, [width + 2 * board, board, 2 * out], trim);
  if (low > 0) put(wall, along, low - board / 2, out, [width + 2 * board, board, 2 * out], trim);
}

/** Stretches of a wall that are left beside an opening. */
function without(hole: Opening | undefined, length: number): [number, number][] {
  if (hole === undefined) return [[-length / 2, length / 2]];
  const [from, to] = [hole.along - hole.width / 2 - 0.07, hole.along + hole.width / 2 + 0.07];
  return [
    [-length / 2, from],
    [to, length / 2],
  ];
}
