import { expect, it } from 'vitest';
import { uniformAt } from '../batching/random.ts';
import { tinyConfig } from '../fixtures/tiny-model.ts';
import { type ClassMap, classShares } from './class-shares.ts';

const { vision } = tinyConfig(); // 16 px a cell, windows of 32 px
const CLASSES = 5;
const PARTS = 4;

function drawn(seed: number, width: number, height: number): ClassMap {
  const classes = Uint8Array.from({ length: width * height }, (_, i) =>
    Math.floor(CLASSES * uniformAt(seed, i)),
  );
  return { width, height, classes };
}

/** Shares of a part, counted pixel by pixel. */
function counted({ width, classes }: ClassMap, left: number, top: number): number[] {
  const pixels = Array.from(
    { length: 16 },
    (_, i) => classes[(top + Math.floor(i / 4)) * width + left + (i % 4)]!,
  );
  return Array.from({ length: CLASSES }, (_, c) => pixels.filter((value) => value === c).length / 16);
}

it('counts the classes of every part, photo by photo, cells by windows, parts by rows', () => {
  const maps = [drawn(1, 64, 64), drawn(2, 64, 64)];
  const shares = classShares(maps, { vision, classCount: CLASSES, partsPerSide: PARTS });
  expect(shares).toHaveLength(2 * 16 * 16 * CLASSES);
  // Four windows of two by two cells, from the upper left corner.
  const cells = [0, 2].flatMap((row) =>
    [0, 2].flatMap((column) => [0, 1].flatMap((dy) => [0, 1].map((dx) => [column + dx, row + dy] as const))),
  );
  for (const [photo, map] of maps.entries()) {
    for (const [place, [column, row]] of cells.entries()) {
      for (let part = 0; part < PARTS ** 2; part++) {
        const [left, top] = [16 * column + 4 * (part % 4), 16 * row + 4 * Math.floor(part / 4)];
        const at = ((photo * 16 + place) * 16 + part) * CLASSES;
        expect([...shares.slice(at, at + CLASSES)]).toEqual(counted(map, left, top));
      }
    }
  }
});

it('takes photos that are no squares, and parts of one pixel or of a whole cell', () => {
  const map = drawn(3, 48, 32);
  for (const partsPerSide of [1, 16]) {
    const shares = classShares([map], { vision, classCount: CLASSES, partsPerSide });
    expect(shares).toHaveLength(6 * partsPerSide ** 2 * CLASSES);
    const sums = Array.from({ length: CLASSES }, (_, c) =>
      shares.reduce((sum, share, i) => sum + (i % CLASSES === c ? share : 0), 0),
    );
    const pixels = (16 / partsPerSide) ** 2;
    for (const [c, sum] of sums.entries())
      expect(sum * pixels).toBeCloseTo(map.classes.filter((value) => value === c).length, 2);
  }
});
