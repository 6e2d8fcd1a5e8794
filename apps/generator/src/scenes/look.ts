/** Floor, sky and light of a scene. Muted colours: the named colours belong to the objects. */
import type { Random } from '@parallax/geometry';
import type { Pattern } from '../assets/paint.ts';
import { hex, mix, type Rgb } from '../assets/palette.ts';

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
}

const FLOORS: readonly Rgb[] = ['a89a86', '8c9189', '9a8f94', 'b3a58d', '7f858c', '979f8f', 'a39c9c'].map(
  hex,
);
const SKIES: readonly Rgb[] = ['a9b4bd', '9aa9b8', 'b5b0a6', '9fb0ad', 'aca6b4', 'b8b2ac'].map(hex);

export function drawLook(random: Random): SceneLook {
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
