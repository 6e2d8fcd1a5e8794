/** The colour by which a model may be named: the mean of what its surface shows, by area. */
import { linearOf, type Rgb } from '../assets/paint/palette.ts';
import { type Shape, TEXTURE_PX } from '../assets/shape.ts';

/** sRGB, 0..1. One texture sample a triangle, at its middle. */
export function meanColour({ position, colour, index, texture }: Shape): Rgb {
  const sum = [0, 0, 0];
  let total = 0;
  for (let i = 0; i < index.length; i += 3) {
    const corners = [index[i]!, index[i + 1]!, index[i + 2]!] as const;
    const area = areaOf(position, corners);
    total += area;
    const sample = texture === undefined ? [1, 1, 1] : sampleAt(texture, corners);
    for (const k of [0, 1, 2]) {
      const mean = corners.reduce((part, vertex) => part + colour[vertex * 3 + k]! / 3, 0);
      sum[k]! += area * mean * sample[k]!;
    }
  }
  const share = (k: number): number => encoded(Math.min(1, sum[k]! / (total || 1)));
  return [share(0), share(1), share(2)];
}

function sampleAt(
  { texel, layers }: NonNullable<Shape['texture']>,
  corners: readonly [number, number, number],
): number[] {
  const layer = layers[texel[corners[0] * 3 + 2]!];
  if (layer === undefined) return [1, 1, 1];
  const middle = (k: number): number =>
    corners.reduce((part, vertex) => part + texel[vertex * 3 + k]! / 3, 0);
  const [column, row] = [middle(0), middle(1)].map((value) =>
    Math.floor((value - Math.floor(value)) * TEXTURE_PX),
  );
  const at = (Math.min(row!, TEXTURE_PX - 1) * TEXTURE_PX + Math.min(column!, TEXTURE_PX - 1)) * 4;
  return [0, 1, 2].map((k) => linearOf(layer[at + k]! / 255));
}

function areaOf(position: Float32Array, [a, b, c]: readonly [number, number, number]): number {
  const edge = (to: number, k: number): number => position[to * 3 + k]! - position[a * 3 + k]!;
  const [x, y, z] = [0, 1, 2].map((k) => {
    const [i, j] = [(k + 1) % 3, (k + 2) % 3];
    return edge(b, i) * edge(c, j) - edge(b, j) * edge(c, i);
  }) as [number, number, number];
  return Math.hypot(x, y, z) / 2;
}

/** IEC 61966-2-1: linear light to sRGB component. */
function encoded(light: number): number {
  return light <= 0.0031308 ? light * 12.92 : 1.055 * light ** (1 / 2.4) - 0.055;
}
