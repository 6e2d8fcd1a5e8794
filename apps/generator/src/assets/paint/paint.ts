/** Paints: a colour, an optional pattern of a second colour, and a finish. One shader draws all of them. */
import type { Random } from '@parallax/geometry';
import { type ColourName, colourNames, hex, mix, palette, type Rgb } from './palette.ts';

/** Index = number that the shader knows the pattern by (render/surface.ts). */
export const patterns = [
  'plain',
  'stripes',
  'checks',
  'dots',
  'grain',
  'speckle',
  'tiles',
  'planks',
  // Of the rich look and of rooms.
  'wood',
  'fabric',
  'brushed',
  'stone',
  'plaster',
  'bricks',
  'herringbone',
  'wallpaper',
  'leather',
  'carpet',
] as const;
export type Pattern = (typeof patterns)[number];

export interface Paint {
  readonly colour: Rgb;
  readonly second: Rgb;
  readonly pattern: Pattern;
  /** Repeats per unit of object length. */
  readonly frequency: number;
  readonly roughness: number;
  /** Share of the colour that is shown as it is, whatever the light: 0 = lit, 1 = emissive. */
  readonly glow: number;
}

/** Of the plain look; tiles and planks are for floors. */
const OBJECT_PATTERNS = patterns.slice(1, 6);

/** The paints that one object is made of. */
export interface PaintKit {
  /** The named colour of the object; large parts wear it. */
  readonly name: ColourName;
  readonly main: Paint;
  /** The same colour without pattern, for smaller parts. */
  readonly plain: Paint;
  readonly accent: Paint;
  readonly dark: Paint;
  readonly metal: Paint;
  readonly wood: Paint;
  readonly glass: Paint;
  /** Off-white of sheets, paper, enamel. */
  readonly linen: Paint;
  readonly light: Paint;
}

export function paint(colour: Rgb, options: Partial<Paint> = {}): Paint {
  return { colour, second: colour, pattern: 'plain', frequency: 6, roughness: 0.7, glow: 0, ...options };
}

export function drawPaintKit(random: Random): PaintKit {
  const name = random.pick(colourNames);
  const shade = random.uniform(-0.08, 0.08);
  const colour = mix(palette[name], shade < 0 ? [0, 0, 0] : [1, 1, 1], Math.abs(shade));
  // The second colour stays near the first, so that the object keeps the colour of its name.
  const second = mix(
    colour,
    random.next() < 0.5 ? [1, 1, 1] : [0.05, 0.05, 0.05],
    random.uniform(0.18, 0.34),
  );
  const pattern = random.next() < 0.45 ? 'plain' : random.pick(OBJECT_PATTERNS);
  const roughness = random.uniform(0.25, 0.85);
  const plain = paint(colour, { roughness });
  const wood = random.pick([hex('b98a56'), hex('8d5a33'), hex('d2ac78'), hex('5d3d28')]);
  const metal = random.pick([hex('b9bec4'), hex('8b9096'), hex('c8b27a')]);
  return {
    name,
    main: { ...plain, second, pattern, frequency: random.uniform(5, 14) },
    plain,
    accent: paint(palette[random.pick(colourNames.filter((other) => other !== name))], { roughness }),
    dark: paint(random.pick([hex('1b1c20'), hex('2a2522'), hex('23282e')]), { roughness: 0.6 }),
    metal: paint(metal, { roughness: 0.3 }),
    wood: paint(wood, { second: mix(wood, [0, 0, 0], 0.3), pattern: 'grain', frequency: 9, roughness: 0.75 }),
    glass: paint(random.pick([hex('9fc4d6'), hex('6f8fa6'), hex('3e5566')]), { roughness: 0.15 }),
    linen: paint(hex('e9e5da'), { roughness: 0.6 }),
    light: paint(hex('fff3cf'), { glow: 0.6, roughness: 0.4 }),
  };
}
