import { ConfigError } from '@parallax/lab';
import { sha256 } from '@parallax/lab/node';
import { describe, expect, it } from 'vitest';
import { buildAsset, catalogueIds } from './catalogue.ts';
import { families } from './families.ts';
import { colourNames, nearestColour, palette } from './palette.ts';

const digest = (id: string): string => {
  const { position, colour } = buildAsset(id).shape;
  const bytes = (array: Float32Array): Uint8Array =>
    new Uint8Array(array.buffer, array.byteOffset, array.byteLength);
  return sha256(Buffer.concat([bytes(position), bytes(colour)]));
};

describe('object catalogue', () => {
  it('draws at least 12 families and 300 objects, no two alike, each again the same', () => {
    expect(families.length).toBeGreaterThanOrEqual(12);
    expect(new Set(families.map(({ name }) => name)).size).toBe(families.length);
    const ids = catalogueIds(320);
    const digests = ids.map(digest);
    expect(new Set(ids).size).toBe(320);
    expect(new Set(digests).size).toBe(320);
    for (const k of [0, 7, 151, 319]) expect(digest(ids[k]!)).toBe(digests[k]);
  });

  it.each(families.map(({ name }) => name))(
    '%s stands on the floor, is of unit size and well formed',
    (name) => {
      for (let seed = 0; seed < 12; seed++) {
        const { shape } = buildAsset(`${name}-${seed}`);
        const low = [Infinity, Infinity, Infinity];
        const high = [-Infinity, -Infinity, -Infinity];
        for (const [i, value] of shape.position.entries()) {
          low[i % 3] = Math.min(low[i % 3]!, value);
          high[i % 3] = Math.max(high[i % 3]!, value);
        }
        const size = high.map((value, k) => value - low[k]!);
        expect(Math.max(...size)).toBeCloseTo(1, 4);
        expect(low[1]).toBeCloseTo(0, 4);
        expect(low[0]! + high[0]!).toBeCloseTo(0, 4);
        expect(low[2]! + high[2]!).toBeCloseTo(0, 4);
        // Thin things vanish at 64 pixels.
        expect(Math.min(...size)).toBeGreaterThan(0.15);
        const vertices = shape.position.length / 3;
        expect(shape.index.every((vertex) => vertex < vertices)).toBe(true);
        for (let i = 0; i < shape.normal.length; i += 3) {
          const length = Math.hypot(shape.normal[i]!, shape.normal[i + 1]!, shape.normal[i + 2]!);
          expect(Math.abs(length - 1)).toBeLessThan(1e-3);
        }
      }
    },
  );

  it('says which families there are when an id fits none', () => {
    const build = (): unknown => buildAsset('unicorn-1');
    expect(build).toThrow(ConfigError);
    expect(build).toThrow(/unicorn-1/);
  });

  it('has named colours that stay nearest to themselves when a shadow halves them', () => {
    for (const name of colourNames) {
      expect(nearestColour(palette[name])).toBe(name);
      // White and gray differ by lightness alone: halving one is not a fair test of their names.
      if (['white', 'gray', 'black'].includes(name)) continue;
      const [r, g, b] = palette[name];
      expect(nearestColour([r * 0.8, g * 0.8, b * 0.8])).toBe(name);
    }
  });
});
