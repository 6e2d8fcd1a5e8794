import fc from 'fast-check';
import { expect, it } from 'vitest';
import { createIdTable } from './id-table.ts';

it('answers as a Map does, whatever is entered in which order', () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(fc.string({ maxLength: 3 }), fc.nat({ max: 254 }))), (entries) => {
      const table = createIdTable();
      const map = new Map<string, number>();
      for (const [id, value] of entries) {
        if (!map.has(id)) map.set(id, value);
        expect(table.enter(id, value)).toBe(map.get(id));
      }
      expect(table.size()).toBe(map.size);
    }),
  );
});

it('keeps its answers while it grows', () => {
  const table = createIdTable();
  for (let i = 0; i < 50_000; i++) table.enter(`view ${i}`, i % 3);
  for (let i = 0; i < 50_000; i++) expect(table.enter(`view ${i}`, 7)).toBe(i % 3);
  expect(table.size()).toBe(50_000);
});
