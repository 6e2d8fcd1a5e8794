/** Named colours. A name may be used in a question, so each must be told from the others in light and in shadow. */

/** sRGB, 0..1. */
export type Rgb = readonly [number, number, number];

export const palette = {
  red: hex('d81e1e'),
  green: hex('1f9a2e'),
  blue: hex('1f3fd0'),
  yellow: hex('f5d90a'),
  orange: hex('f57c0a'),
  purple: hex('7a1fb0'),
  pink: hex('ff7fc0'),
  cyan: hex('13c8dc'),
  brown: hex('6b3a14'),
  white: hex('f8f8f8'),
  black: hex('0c0c0e'),
  gray: hex('7d7d7d'),
} as const satisfies Record<string, Rgb>;

export type ColourName = keyof typeof palette;

export const colourNames = Object.keys(palette) as readonly ColourName[];

/** Landmarks stand before sky and floor, which are grayish: gray itself would be lost there. */
export const landmarkColours: readonly ColourName[] = colourNames.filter((name) => name !== 'gray');

export function hex(text: string): Rgb {
  const value = Number.parseInt(text, 16);
  return [(value >> 16) / 255, ((value >> 8) & 255) / 255, (value & 255) / 255];
}

export function mix(a: Rgb, b: Rgb, share: number): Rgb {
  return [a[0] + (b[0] - a[0]) * share, a[1] + (b[1] - a[1]) * share, a[2] + (b[2] - a[2]) * share];
}

/** Nearest palette name of an sRGB colour, by distance in a lightness-chroma space (CIELAB). */
export function nearestColour(rgb: Rgb, names: readonly ColourName[] = colourNames): ColourName {
  const target = labOf(rgb);
  let best = names[0] ?? 'gray';
  let bestDistance = Number.POSITIVE_INFINITY;
  for (const name of names) {
    const lab = labOf(palette[name]);
    const distance = Math.hypot(lab[0] - target[0], lab[1] - target[1], lab[2] - target[2]);
    if (distance < bestDistance) [best, bestDistance] = [name, distance];
  }
  return best;
}

/** IEC 61966-2-1: sRGB component to linear light. */
export function linearOf(component: number): number {
  return component <= 0.04045 ? component / 12.92 : ((component + 0.055) / 1.055) ** 2.4;
}

function labOf(rgb: Rgb): [number, number, number] {
  const [r, g, b] = [linearOf(rgb[0]), linearOf(rgb[1]), linearOf(rgb[2])];
  // Rows of the sRGB -> XYZ (D65) matrix, divided by the white point.
  const x = f((0.4124 * r + 0.3576 * g + 0.1805 * b) / 0.95047);
  const y = f(0.2126 * r + 0.7152 * g + 0.0722 * b);
  const z = f((0.0193 * r + 0.1192 * g + 0.9505 * b) / 1.08883);
  return [116 * y - 16, 500 * (x - y), 200 * (y - z)];
}

function f(t: number): number {
  return t > 216 / 24389 ? Math.cbrt(t) : ((24389 / 27) * t + 16) / 116;
}
