/** Landmarks: tall pillars of one bright colour, nearly emissive, so that the colour survives shadow and distance. */
import type { Random } from '@parallax/geometry';
import { paint } from './paint/paint.ts';
import { type ColourName, palette } from './paint/palette.ts';
import { type Shape, ShapeBuilder } from './shape.ts';

const GLOW = 0.72;

/** A pillar of the given height and width, metres; the form of shaft, foot and head is drawn. */
export function buildPillar(colour: ColourName, height: number, width: number, random: Random): Shape {
  const shape = new ShapeBuilder();
  const coat = paint(palette[colour], { glow: GLOW, roughness: 0.9 });
  const form = random.pick(['round', 'square', 'hexagonal', 'tapered'] as const);
  const foot = 0.06 * height;
  const shaft = { at: [0, height / 2, 0] as const, turn: [0, random.uniform(0, 90), 0] as const };
  if (form === 'square') shape.box([width, height, width], coat, shaft);
  else
    shape.cylinder(
      width / 2,
      height,
      coat,
      shaft,
      form === 'tapered' ? 0.65 : 1,
      form === 'hexagonal' ? 6 : 20,
    );
  shape.box([width * 1.25, foot, width * 1.25], coat, { at: [0, foot / 2, 0] });
  const head = random.pick(['flat', 'ball', 'cone', 'slab'] as const);
  const top = form === 'tapered' ? 0.65 : 1;
  if (head === 'ball')
    shape.ball([width * 1.1, width * 1.1, width * 1.1], coat, { at: [0, height + width * 0.4, 0] });
  if (head === 'cone')
    shape.cylinder(width * 0.7 * top, width, coat, { at: [0, height + width / 2, 0] }, 0.02);
  if (head === 'slab') shape.box([width * 1.3, foot, width * 1.3], coat, { at: [0, height + foot / 2, 0] });
  return shape.finish(height + (head === 'flat' ? 0 : head === 'slab' ? foot : width * 0.95));
}
