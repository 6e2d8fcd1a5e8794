/** What a board scene is made of: the chequered slab and flat tokens of one colour. */
import { paint } from '../assets/paint/paint.ts';
import { type ColourName, palette, type Rgb } from '../assets/paint/palette.ts';
import { type Shape, ShapeBuilder } from '../assets/shape.ts';

/** Forms that are told apart from straight above. */
export const tokenForms = ['disc', 'diamond', 'triangle', 'star', 'ring', 'cross', 'hexagon'] as const;
export type TokenForm = (typeof tokenForms)[number];

/** Widest extent of a token, of a square's width. */
export const TOKEN_SIZE = 0.72;
const THICKNESS = 0.08;
/** Colours must survive the lamp's angle: they are shown nearly as they are. */
const GLOW = 0.6;

export function buildToken(form: TokenForm, colour: ColourName): Shape {
  const coat = paint(palette[colour], { glow: GLOW, roughness: 0.8 });
  const shape = new ShapeBuilder();
  const at = [0, THICKNESS / 2, 0] as const;
  const radius = TOKEN_SIZE / 2;
  // Outlines lie in xy: a quarter turn about x lays them down.
  const laid = { at, turn: [-90, 0, 0] } as const;
  switch (form) {
    case 'disc':
      return shape.cylinder(radius, THICKNESS, coat, { at }, 1, 32).finish(TOKEN_SIZE);
    case 'hexagon':
      return shape.cylinder(radius, THICKNESS, coat, { at }, 1, 6).finish(TOKEN_SIZE);
    case 'diamond':
      return shape.cylinder(radius, THICKNESS, coat, { at }, 1, 4).finish(TOKEN_SIZE);
    case 'triangle':
      return shape.cylinder(radius, THICKNESS, coat, { at }, 1, 3).finish(TOKEN_SIZE);
    case 'ring':
      return shape.ring(0.72 * radius, 0.26 * radius, coat, laid).finish(TOKEN_SIZE);
    case 'cross':
      shape.box([TOKEN_SIZE, THICKNESS, TOKEN_SIZE / 3], coat, { at });
      return shape.box([TOKEN_SIZE / 3, THICKNESS, TOKEN_SIZE], coat, { at }).finish(TOKEN_SIZE);
    case 'star':
      return shape.extrude(starOutline(radius), THICKNESS, coat, laid).finish(TOKEN_SIZE);
  }
}

/** Thickness of the slab, metres: tokens lie at this height. */
export const SLAB_M = 0.1;

/** `squares` x `squares` unit squares in two muted colours. */
export function buildBoard(squares: number, light: Rgb, dark: Rgb): Shape {
  const shape = new ShapeBuilder();
  const [even, odd] = [paint(light, { roughness: 0.9 }), paint(dark, { roughness: 0.9 })];
  for (let column = 0; column < squares; column++) {
    for (let row = 0; row < squares; row++) {
      const at = [column + 0.5 - squares / 2, SLAB_M / 2, row + 0.5 - squares / 2] as const;
      shape.box([1, SLAB_M, 1], (column + row) % 2 === 0 ? even : odd, { at });
    }
  }
  return shape.finish(squares);
}

function starOutline(radius: number): (readonly [number, number])[] {
  return Array.from({ length: 10 }, (_, k) => {
    const angle = (k * Math.PI) / 5 + Math.PI / 2;
    const reach = k % 2 === 0 ? radius : 0.42 * radius;
    return [reach * Math.cos(angle), reach * Math.sin(angle)] as const;
  });
}
