import { ConfigError } from '@parallax/lab';
import { sha256 } from '@parallax/lab/node';
import { describe, expect, it } from 'vitest';
import { buildAsset, catalogueIds, colourOfObject, familyOfObject } from './catalogue.ts';
import { families } from './families.ts';
import { colourNames, nearestColour, palette } from './paint/palette.ts';

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
        for (let i = 0; i < shape.position.length; i++) {
          low[i % 3] = Math.min(low[i % 3]!, shape.position[i]!);
          high[i % 3] = Math.max(high[i % 3]!, shape.position[i]!);
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
        let worst = 0;
        for (let i = 0; i < shape.normal.length; i += 3) {
          const length = Math.hypot(shape.normal[i]!, shape.normal[i + 1]!, shape.normal[i + 2]!);
          worst = Math.max(worst, Number.isFinite(length) ? Math.abs(length - 1) : 1);
        }
        expect(worst).toBeLessThan(1e-3);
      }
    },
  );

  it('has 48 families or more and goes on beyond 100,000 distinct objects', () => {
    expect(families.length).toBeGreaterThanOrEqual(48);
    const ids = catalogueIds(110_000);
    expect(new Set(ids).size).toBe(110_000);
    // Forms, not paint: two of one family among the sampled would show as equal positions.
    const form = (id: string): string => sha256(Buffer.from(buildAsset(id).shape.position.buffer));
    const sampled = [...ids.slice(0, 4 * families.length), ...ids.slice(-4 * families.length)];
    expect(new Set(sampled.map(form)).size).toBe(sampled.length);
  });

  it('names the object before it is built, and keeps form and name under rich materials', () => {
    for (const id of catalogueIds(2 * families.length)) {
      const [plain, rich] = [buildAsset(id), buildAsset(id, 'rich')];
      expect(colourOfObject(id)).toBe(plain.colour);
      expect(familyOfObject(id)).toBe(plain.family);
      expect(rich.colour).toBe(plain.colour);
      expect(Buffer.from(rich.shape.position.buffer).equals(Buffer.from(plain.shape.position.buffer))).toBe(
        true,
      );
    }
  });

  it('lets other things stand on flat tops only', () => {
    const bearing = catalogueIds(8 * families.length).filter(
      (id) => buildAsset(id).shape.support !== undefined,
    );
    expect(new Set(bearing.map((id) => familyOfObject(id).name)).size).toBeGreaterThanOrEqual(4);
    for (const id of bearing) {
      const { support, size, position } = buildAsset(id).shape;
      expect(support!.width).toBeLessThanOrEqual(size[0]);
      expect(support!.depth).toBeLessThanOrEqual(size[2]);
      // Nothing rises above the board except its own thickness of trim.
      let top = 0;
      for (let i = 1; i < position.length; i += 3) top = Math.max(top, position[i]!);
      expect(top).toBeCloseTo(size[1], 4);
    }
  });

  it('says which families there are when an id fits none', () => {
    const build = (): unknown => buildAsset('unicorn-1');
    expect(build).toThrow(ConfigError);
    expect(build).toThrow(/unicorn-1/);
    expect(() => buildAsset('chiar-1')).toThrow(
      expect.objectContaining({ remedy: expect.stringContaining('"chair"') }),
    );
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
