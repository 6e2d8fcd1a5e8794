/** The room itself: size, door, windows, wall and floor materials, light. */
import type { Box, Random } from '@parallax/geometry';
import type { Paint } from '../../assets/paint/paint.ts';
import { paint } from '../../assets/paint/paint.ts';
import { hex, mix, type Rgb } from '../../assets/paint/palette.ts';
import type { GenerateConfig } from '../../config.ts';
import { drawLook, type SceneLook } from '../look.ts';

/** A side of the room; `yawDeg` turns +Z into the wall's inward normal. */
export interface Wall {
  readonly yawDeg: 0 | 90 | 180 | -90;
  /** Along the wall, metres. */
  readonly length: number;
  /** From the room's middle to the wall, metres. */
  readonly away: number;
}

/** A door or window: `along` is its middle along the wall from the wall's middle, right of one who faces the wall. */
export interface Opening {
  readonly wall: Wall;
  readonly along: number;
  readonly width: number;
  readonly low: number;
  readonly high: number;
}

export interface RoomPlan {
  /** Inner bounds: floor at y = 0, middle over the origin. */
  readonly bounds: Box;
  readonly walls: readonly Wall[];
  readonly door: Opening;
  readonly windows: readonly Opening[];
  readonly paints: Readonly<Record<'wall' | 'trim' | 'door' | 'ceiling' | 'pane' | 'lamp', Paint>>;
  readonly look: SceneLook;
}

const HEIGHT_M = [2.5, 3] as const;
const WALLS: readonly Rgb[] = [
  'd9d2c3',
  'cfd6d3',
  'd6cbc6',
  'c7ccd6',
  'dcd7b9',
  'c9bfae',
  'b9c4b6',
  'd8c4b4',
  'e1ddd6',
].map(hex);
const TRIMS: readonly Rgb[] = ['efece4', 'f2f0ea', '8a6a4a', '5a4030', 'e2ddd0'].map(hex);

export function drawRoomPlan(config: GenerateConfig, random: Random): RoomPlan {
  const [least, most] = config.room.sizeM;
  const [width, depth] = [random.uniform(least, most), random.uniform(least, most)];
  const height = random.uniform(...HEIGHT_M);
  const bounds: Box = { min: [-width / 2, 0, -depth / 2], max: [width / 2, height, depth / 2] };
  const walls: readonly Wall[] = random.shuffle([
    { yawDeg: 0, length: width, away: depth / 2 },
    { yawDeg: 90, length: depth, away: width / 2 },
    { yawDeg: 180, length: width, away: depth / 2 },
    { yawDeg: -90, length: depth, away: width / 2 },
  ] as const);
  const doorWidth = random.uniform(0.8, 0.95);
  const door = { ...opening(walls[0]!, doorWidth, random), low: 0, high: random.uniform(2, 2.1) };
  const windows = walls.slice(1, 1 + random.int(1, 3)).map((wall) => {
    const low = random.uniform(0.85, 1.05);
    const pane = opening(wall, Math.min(random.uniform(0.9, 2), wall.length * 0.6), random);
    return { ...pane, low, high: Math.min(height - 0.25, low + random.uniform(1, 1.3)) };
  });
  return { bounds, walls, door, windows, ...drawDecoration(config, bounds, random.fork('decoration')) };
}

function opening(wall: Wall, width: number, random: Random): Pick<Opening, 'wall' | 'along' | 'width'> {
  const slack = Math.max(0, wall.length / 2 - width / 2 - 0.3);
  return { wall, along: random.uniform(-slack, slack), width };
}

function drawDecoration(
  config: GenerateConfig,
  room: Box,
  random: Random,
): Pick<RoomPlan, 'paints' | 'look'> {
  const rich = config.look === 'rich';
  const outdoors = drawLook(random.fork('look'), config.look);
  const colour = mix(random.pick(WALLS), random.pick(WALLS), random.next());
  const coat = random.pick(['plaster', 'plaster', 'plaster', 'wallpaper', 'bricks'] as const);
  const wall = paint(colour, {
    second: mix(
      colour,
      random.next() < 0.7 ? [0.1, 0.08, 0.06] : [1, 1, 1],
      coat === 'plaster' ? 0.12 : 0.22,
    ),
    pattern: rich ? coat : 'speckle',
    frequency:
      coat === 'plaster'
        ? random.uniform(3, 7)
        : coat === 'wallpaper'
          ? random.uniform(5, 9)
          : random.uniform(2.4, 3.6),
    roughness: 0.95,
  });
  const trim = paint(random.pick(TRIMS), { roughness: 0.6 });
  const doorColour = random.next() < 0.5 ? trim.colour : mix(random.pick(TRIMS), [0.35, 0.25, 0.18], 0.5);
  const grain = {
    second: mix(doorColour, [0, 0, 0], 0.2),
    pattern: rich ? 'wood' : 'grain',
    frequency: 3,
  } as const;
  const day = mix(outdoors.sky.horizon, [1, 1, 1], 0.5);
  const ceiling = mix([0.97, 0.97, 0.95], colour, 0.15);
  const look: SceneLook = {
    floor: { ...outdoors.floor, turnDeg: random.pick([0, 90]) },
    sky: { horizon: mix(colour, [1, 1, 1], 0.2), zenith: ceiling },
    // Light from above, through a ceiling that casts no shadow: a wide lamp, without its fixture's own shade.
    sun: { ...outdoors.sun, elevationDeg: random.uniform(52, 80), intensity: random.uniform(1.7, 2.3) },
    ambient: {
      intensity: random.uniform(1.5, 1.9),
      sky: mix([1, 1, 1], colour, 0.25),
      ground: mix(outdoors.floor.colour, [1, 1, 1], 0.35),
    },
    ...(rich ? { rich: true } : {}),
    room,
  };
  return {
    paints: {
      wall,
      trim,
      door: paint(doorColour, { ...grain, roughness: 0.6 }),
      ceiling: paint(ceiling, { glow: 0.35, roughness: 1 }),
      pane: paint(day, { glow: 0.85, roughness: 0.2 }),
      lamp: paint([1, 0.97, 0.9], { glow: 0.95 }),
    },
    look,
  };
}
