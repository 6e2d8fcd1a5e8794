/** Materials of the rich look: what a paint kit's colours are made of. Colours and names stay as they are drawn. */
import type { Random } from '@parallax/geometry';
import type { Paint, PaintKit, Pattern } from './paint.ts';
import { mix, type Rgb } from './palette.ts';

interface Material {
  readonly pattern: Pattern;
  /** Repeats per object length. */
  readonly frequency: readonly [number, number];
  readonly roughness: readonly [number, number];
  /** Share by which the second colour is darker (negative) or lighter. */
  readonly shade: readonly [number, number];
}

/** What large parts may be made of; weave and grain stay subtle, so that the colour's name holds. */
const COATS: readonly Material[] = [
  { pattern: 'plain', frequency: [1, 2], roughness: [0.15, 0.35], shade: [0, 0.01] },
  { pattern: 'plain', frequency: [1, 2], roughness: [0.45, 0.8], shade: [0, 0.01] },
  { pattern: 'fabric', frequency: [26, 46], roughness: [0.9, 1], shade: [-0.3, -0.18] },
  { pattern: 'leather', frequency: [16, 30], roughness: [0.4, 0.6], shade: [-0.3, -0.15] },
  { pattern: 'wood', frequency: [3, 7], roughness: [0.45, 0.7], shade: [-0.32, -0.18] },
  { pattern: 'stone', frequency: [5, 9], roughness: [0.3, 0.7], shade: [-0.25, 0.25] },
  { pattern: 'plaster', frequency: [8, 16], roughness: [0.85, 1], shade: [-0.2, -0.1] },
  { pattern: 'stripes', frequency: [5, 12], roughness: [0.5, 0.9], shade: [-0.3, 0.3] },
  { pattern: 'checks', frequency: [5, 12], roughness: [0.5, 0.9], shade: [-0.28, 0.28] },
  { pattern: 'dots', frequency: [6, 12], roughness: [0.4, 0.9], shade: [-0.3, 0.34] },
  { pattern: 'speckle', frequency: [8, 16], roughness: [0.5, 0.9], shade: [-0.26, 0.26] },
];

const LINEN: Material = {
  pattern: 'fabric',
  frequency: [70, 110],
  roughness: [0.8, 1],
  shade: [-0.14, -0.08],
};

export function enrichPaintKit(kit: PaintKit, random: Random): PaintKit {
  const main = wear(kit.main, random.pick(COATS), random.fork('main'));
  const wood = { ...kit.wood, pattern: 'wood', frequency: random.uniform(3, 6), roughness: 0.55 } as const;
  return {
    ...kit,
    main,
    plain: { ...kit.plain, roughness: main.roughness },
    accent: wear(kit.accent, random.pick(COATS.slice(0, 4)), random.fork('accent')),
    wood: { ...wood, second: mix(kit.wood.colour, [0.05, 0.02, 0], 0.42) },
    metal: {
      ...kit.metal,
      second: mix(kit.metal.colour, [0.1, 0.1, 0.12], 0.3),
      pattern: 'brushed',
      frequency: 10,
      roughness: 0.28,
    },
    linen: wear(kit.linen, LINEN, random.fork('linen')),
    glass: { ...kit.glass, roughness: 0.06 },
  };
}

function wear(paint: Paint, { pattern, frequency, roughness, shade }: Material, random: Random): Paint {
  const amount = random.uniform(...shade);
  const towards: Rgb = amount < 0 ? [0.03, 0.03, 0.04] : [1, 1, 1];
  return {
    ...paint,
    second: mix(paint.colour, towards, Math.abs(amount)),
    pattern,
    frequency: random.uniform(...frequency),
    roughness: random.uniform(...roughness),
  };
}
