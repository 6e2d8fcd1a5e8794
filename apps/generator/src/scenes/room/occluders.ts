/** Things that stand in the way and are not asked of: folding screens and posts. */
import type { Random } from '@parallax/geometry';
import { paint } from '../../assets/paint/paint.ts';
import { type ColourName, mix, palette, type Rgb } from '../../assets/paint/palette.ts';
import { type Shape, ShapeBuilder } from '../../assets/shape.ts';

export interface Occluder {
  /** Chains speak of columns of the picture: what stands from floor to ceiling is called a post. */
  readonly family: 'screen' | 'post';
  readonly colour: ColourName;
  /** At its real size, metres. */
  readonly shape: Shape;
}

const COLOURS = ['white', 'gray', 'brown'] as const;
const PALE: Rgb = [0.86, 0.82, 0.76];

/** @param height of the room: posts reach the ceiling. */
export function drawOccluder(height: number, rich: boolean, random: Random): Occluder {
  const colour = random.pick(COLOURS);
  const tint = mix(palette[colour], PALE, 0.35);
  const coat = paint(tint, {
    second: mix(tint, [0.1, 0.1, 0.1], 0.25),
    pattern: rich ? random.pick(['fabric', 'plaster', 'leather'] as const) : 'speckle',
    frequency: random.uniform(4, 9),
    roughness: 0.9,
  });
  const frame = paint(mix(tint, [0.15, 0.1, 0.07], 0.6));
  return random.next() < 0.5
    ? { family: 'post', colour, shape: post(height, coat, frame, random) }
    : { family: 'screen', colour, shape: screen(coat, frame, random) };
}

type Coat = ReturnType<typeof paint>;

function post(height: number, coat: Coat, foot: Coat, random: Random): Shape {
  const width = random.uniform(0.26, 0.4);
  const tall = height - 0.02;
  const shape = new ShapeBuilder();
  if (random.next() < 0.5)
    shape.cylinder(width / 2, tall, coat, { at: [0, tall / 2, 0] }, random.uniform(0.85, 1), 28);
  else shape.box([width, tall, width], coat, { at: [0, tall / 2, 0] });
  for (const y of [0.05, tall - 0.05]) shape.box([width * 1.2, 0.1, width * 1.2], foot, { at: [0, y, 0] });
  return shape.finish('as is');
}

/** Panels hinged in a zigzag. */
function screen(coat: Coat, frame: Coat, random: Random): Shape {
  const shape = new ShapeBuilder();
  const panels = random.int(2, 4);
  const [width, height] = [random.uniform(0.42, 0.55), random.uniform(1.35, 1.75)];
  const fold = random.uniform(14, 30);
  const [run, rise] = [width * Math.cos((fold * Math.PI) / 180), width * Math.sin((fold * Math.PI) / 180)];
  for (let k = 0; k < panels; k++) {
    const turn = k % 2 ? fold : -fold;
    const at = (k + 0.5) * run;
    shape.box([width * 0.94, height * 0.92, 0.02], coat, { at: [at, height * 0.53, 0], turn: [0, turn, 0] });
    for (const side of [-1, 1]) {
      const z = (side * (k % 2 ? -1 : 1) * rise) / 2;
      shape.box([0.035, height, 0.035], frame, { at: [at + (side * run) / 2, height / 2, z] });
    }
    for (const y of [0.06, height - 0.03])
      shape.box([width, 0.05, 0.03], frame, { at: [at, y, 0], turn: [0, turn, 0] });
  }
  return shape.finish('as is');
}
