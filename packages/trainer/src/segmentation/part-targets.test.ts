import { expect, it } from 'vitest';
import { uniformAt } from '../batching/random.ts';
import { tinyConfig } from '../fixtures/tiny-model.ts';
import { classShares, INSTANCE_BINS, instanceTargets, type PixelMap } from './part-targets.ts';

const { vision } = tinyConfig(); // 16 px a cell, windows of 32 px
const CLASSES = 5;
const PARTS = 4;

function drawn(seed: number, width: number, height: number): PixelMap {
  const classes = Uint8Array.from({ length: width * height }, (_, i) =>
    Math.floor(CLASSES * uniformAt(seed, i)),
  );
  const instances = Uint8Array.from({ length: width * height }, (_, i) =>
    Math.floor(4 * uniformAt(seed, 9, i)),
  );
  return { width, height, classes, instances };
}

/** Shares of a part, counted pixel by pixel. */
function counted({ width, classes }: PixelMap, left: number, top: number): number[] {
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

it('tells of every part where its instances have their middle and how large they are, without rounding', () => {
  const maps = [drawn(4, 64, 32), drawn(5, 64, 32)];
  const targets = instanceTargets(maps, { vision, partsPerSide: 2 });
  const { column: columns, row: rows, size: sizes } = INSTANCE_BINS;
  const parts = 2 * 8 * 4;
  expect(targets.column).toHaveLength(parts * columns);
  const mean = (values: readonly number[]): number => values.reduce((sum, v) => sum + v, 0) / values.length;
  for (const [photo, { instances }] of maps.entries()) {
    const truth = [1, 2, 3].map((number) => {
      const at = [...instances.keys()].filter((i) => instances[i] === number);
      return {
        column: mean(at.map((i) => (i % 64) + 0.5)) / 64,
        row: mean(at.map((i) => Math.floor(i / 64) + 0.5)) / 32,
        size: Math.log(Math.sqrt(at.length / 2048) / 0.03) / Math.log(1 / 0.03),
      };
    });
    // The first cell of a photo is its upper left one: its first part is 8 x 8 pixels there.
    const inside = Array.from({ length: 64 }, (_, i) => instances[64 * Math.floor(i / 8) + (i % 8)]!);
    for (const [name, bins] of [
      ['column', columns],
      ['row', rows],
      ['size', sizes],
    ] as const) {
      const told = targets[name].slice(photo * 32 * bins, photo * 32 * bins + bins);
      expect(told.reduce((sum, v) => sum + v, 0)).toBeCloseTo(inside.filter((n) => n > 0).length / 64, 4);
      const expected = inside.reduce((sum, n) => sum + (n === 0 ? 0 : truth[n - 1]![name] / 64), 0);
      const middle = told.reduce((sum, v, k) => sum + (v * (k + 0.5)) / bins, 0);
      expect(middle).toBeCloseTo(expected, 4);
    }
  }
});

it('tells nothing where there is no instance, and takes what lies beyond the last bins into them', () => {
  const empty = { ...drawn(6, 32, 32), instances: new Uint8Array(32 * 32) };
  const full = { ...empty, instances: new Uint8Array(32 * 32).fill(7) };
  const dot = { ...empty, instances: Uint8Array.from({ length: 32 * 32 }, (_, i) => Number(i === 0)) };
  const options = { vision, partsPerSide: 2 };
  for (const target of Object.values(instanceTargets([empty], options))) expect(Math.max(...target)).toBe(0);
  expect(instanceTargets([full], options).size[INSTANCE_BINS.size - 1]).toBeCloseTo(1, 6);
  // One pixel of 32 x 32 is 3.1 % of the side and in the first bin; its middle is in the first column.
  const { size, column } = instanceTargets([dot], options);
  expect(size[0]! * 64).toBeCloseTo(1, 3);
  expect(column[0]! * 64).toBeCloseTo(1 - ((0.5 / 32) * 50 - 0.5), 4);
});
