/** Floor, sky and light of a scene. Muted colours: the named colours belong to the objects. */
import type { Box, Random } from '@parallax/geometry';
import type { Pattern } from '../assets/paint/paint.ts';
import { hex, mix, type Rgb } from '../assets/paint/palette.ts';

export interface SceneLook {
  readonly floor: {
    readonly colour: Rgb;
    readonly second: Rgb;
    readonly pattern: Pattern;
    /** Repeats per metre. */
    readonly frequency: number;
    readonly turnDeg: number;
  };
  readonly sky: { readonly horizon: Rgb; readonly zenith: Rgb };
  readonly sun: {
    readonly azimuthDeg: number;
    readonly elevationDeg: number;
    readonly intensity: number;
    readonly colour: Rgb;
  };
  readonly ambient: { readonly intensity: number; readonly sky: Rgb; readonly ground: Rgb };
  /** Present in the rich look: reflections, soft shadows, darkness where things meet. */
  readonly rich?: true;
  /** Inner bounds of the room whose corners darken; absent outdoors. */
  readonly room?: Box;
}

const FLOORS: readonly Rgb[] = ['a89a86', '8c9189', '9a8f94', 'b3a58d', '7f858c', '979f8f', 'a39c9c'].map(
  hex,
);
const WOODS: readonly Rgb[] = ['b08a5c', '8f6a45', '6e4f37', 'c4a67c', 'a58468'].map(hex);
const SKIES: readonly Rgb[] = ['a9b4bd', '9aa9b8', 'b5b0a6', '9fb0ad', 'aca6b4', 'b8b2ac'].map(hex);

/** The rich look has the plain one's colours and light, a clearer sky and other floors. */
export function drawLook(random: Random, style: 'plain' | 'rich' = 'plain'): SceneLook {
  const look = drawPlainLook(random);
  if (style === 'plain') return look;
  const draw = random.fork('rich');
  const zenith = mix(look.sky.zenith, hex('4f7fb8'), draw.uniform(0.2, 0.8));
  const floor = { ...look.floor, ...drawRichFloor(draw) };
  return {
    ...look,
    floor,
    sky: { horizon: mix(look.sky.horizon, [1, 1, 1], draw.uniform(0.1, 0.35)), zenith },
    sun: { ...look.sun, elevationDeg: draw.uniform(32, 62), intensity: draw.uniform(2.2, 2.9) },
    ambient: {
      intensity: draw.uniform(1.25, 1.6),
      sky: mix([1, 1, 1], zenith, 0.3),
      ground: mix(floor.colour, [1, 1, 1], 0.15),
    },
    rich: true,
  };
}

/** Floors whose pattern is a texture of the material, not a drawing. */
const SOFT: ReadonlySet<Pattern> = new Set(['carpet', 'plaster', 'stone']);

function drawRichFloor(random: Random): Partial<SceneLook['floor']> {
  const pattern = random.pick([
    'wood',
    'herringbone',
    'planks',
    'tiles',
    'stone',
    'carpet',
    'plaster',
  ] as const);
  const wooden = pattern === 'herringbone' || pattern === 'planks' || pattern === 'wood';
  const colour = wooden
    ? mix(random.pick(WOODS), random.pick(WOODS), random.next())
    : mix(random.pick(FLOORS), random.pick([...FLOORS, hex('c9c3b8'), hex('6d7178')]), random.next());
  return {
    colour,
    second: mix(
      colour,
      [0.05, 0.03, 0.02],
      SOFT.has(pattern) ? random.uniform(0.14, 0.24) : random.uniform(0.3, 0.5),
    ),
    pattern: pattern === 'wood' ? 'planks' : pattern,
    frequency: pattern === 'carpet' || pattern === 'plaster' ? random.uniform(6, 10) : random.uniform(1, 1.9),
  };
}

function drawPlainLook(random: Random): SceneLook {
  const colour = mix(random.pick(FLOORS), random.pick(FLOORS), random.next());
  const second = mix(colour, random.next() < 0.6 ? [0.1, 0.1, 0.1] : [1, 1, 1], random.uniform(0.25, 0.45));
  const horizon = mix(random.pick(SKIES), random.pick(SKIES), random.next());
  return {
    floor: {
      colour,
      second,
      pattern: random.pick(['checks', 'tiles', 'planks', 'speckle', 'grain'] as const),
      frequency: random.uniform(0.9, 1.8),
      turnDeg: random.uniform(0, 360),
    },
    sky: {
      horizon,
      zenith: mix(horizon, random.next() < 0.5 ? hex('6f88a8') : hex('8d8a88'), random.uniform(0.3, 0.8)),
    },
    sun: {
      azimuthDeg: random.uniform(0, 360),
      elevationDeg: random.uniform(35, 70),
      intensity: random.uniform(1.8, 2.5),
      colour: mix([1, 1, 1], hex('ffdcae'), random.next()),
    },
    ambient: {
      intensity: random.uniform(1.2, 1.6),
      sky: mix([1, 1, 1], horizon, 0.4),
      ground: mix(colour, [1, 1, 1], 0.2),
    },
  };
}
