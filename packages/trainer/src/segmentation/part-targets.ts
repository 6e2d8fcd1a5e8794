/**
 * What the masks of photos say of each image token, part by part: which classes it shows, and where the instances that it shows
 * have their middle and how large they are. Rows are in the order of the vision tower's (`imageRows`): photo by photo, cell by
 * cell in window order, then the parts of a cell in rows from the top.
 */
import type { VisionConfig } from '../model/index.ts';
import { type Grid, windowOrder } from '../vision/window-order.ts';

/** A photo's pixels, rows from the top. */
export interface PixelMap {
  readonly width: number;
  readonly height: number;
  /** [width * height] numbers of classes; 0 is the background. */
  readonly classes: Uint8Array;
  /** [width * height] numbers of instances; 0 is none. */
  readonly instances: Uint8Array;
}

/**
 * What is told of an instance: the column and the row of the middle of its visible part, as shares of width and height, and the side of
 * the square of its visible area, from SMALLEST of the photo's side to all of it on a logarithmic scale. Each is a
 * distribution over so many bins: the two bins nearest to the value, so that nothing is rounded.
 */
export const INSTANCE_BINS = { column: 50, row: 25, size: 36 } as const;
export type InstanceAttribute = keyof typeof INSTANCE_BINS;
const SMALLEST = 0.03;
/** A mask has 8 bits. */
const INSTANCE_NUMBERS = 256;

export interface PartOptions {
  readonly vision: VisionConfig;
  /** Divides the side of a token's square in the photo. */
  readonly partsPerSide: number;
}

/** @returns [parts of all photos * classCount] shares of every class; each part's sum to 1 */
export function classShares(
  maps: readonly PixelMap[],
  options: PartOptions & { readonly classCount: number },
): Float32Array {
  const { classCount } = options;
  const { partOf, count, pixels } = partsOf(maps[0]!, options);
  const shares = new Float32Array(maps.length * count * classCount);
  for (const [photo, { classes }] of maps.entries())
    for (let i = 0; i < classes.length; i++)
      shares[(photo * count + partOf[i]!) * classCount + classes[i]!]! += 1 / pixels;
  return shares;
}

/**
 * @returns of each attribute [parts of all photos * bins]: the distributions of the instances, each weighted by its share of the
 * part; zeros where there is none
 */
export function instanceTargets(
  maps: readonly PixelMap[],
  options: PartOptions,
): Record<InstanceAttribute, Float32Array> {
  const { partOf, count, pixels } = partsOf(maps[0]!, options);
  const rows = maps.length * count;
  const targets = {
    column: new Float32Array(rows * INSTANCE_BINS.column),
    row: new Float32Array(rows * INSTANCE_BINS.row),
    size: new Float32Array(rows * INSTANCE_BINS.size),
  };
  const tally = new Uint16Array(count * INSTANCE_NUMBERS);
  for (const [photo, map] of maps.entries()) {
    tally.fill(0);
    for (let i = 0; i < map.instances.length; i++)
      tally[partOf[i]! * INSTANCE_NUMBERS + map.instances[i]!]!++;
    const found = [...measureInstances(map)];
    for (let part = 0; part < count; part++) {
      for (const [number, values] of found) {
        const share = tally[part * INSTANCE_NUMBERS + number]! / pixels;
        if (share === 0) continue;
        for (const name of Object.keys(INSTANCE_BINS) as InstanceAttribute[]) {
          const bins = INSTANCE_BINS[name];
          addToBins(targets[name], (photo * count + part) * bins, bins, values[name], share);
        }
      }
    }
  }
  return targets;
}

/** Attributes of the instances of a photo, 0..1. */
function measureInstances({
  width,
  height,
  instances,
}: PixelMap): Map<number, Record<InstanceAttribute, number>> {
  const sums = new Map<number, { pixels: number; x: number; y: number }>();
  for (const [i, number] of instances.entries()) {
    if (number === 0) continue;
    const sum = sums.get(number) ?? { pixels: 0, x: 0, y: 0 };
    sums.set(number, sum);
    sum.pixels++;
    sum.x += (i % width) + 0.5;
    sum.y += Math.floor(i / width) + 0.5;
  }
  return new Map(
    [...sums].map(([number, { pixels, x, y }]) => {
      const side = Math.sqrt(pixels / (width * height));
      const size = Math.min(1, Math.max(0, 1 - Math.log(side) / Math.log(SMALLEST)));
      return [number, { column: x / pixels / width, row: y / pixels / height, size }];
    }),
  );
}

/** Adds `weight` to the two bins whose middles are nearest to `value` (0..1), the nearer the more; a border bin takes all beyond it. */
function addToBins(into: Float32Array, start: number, bins: number, value: number, weight: number): void {
  const at = Math.min(bins - 1, Math.max(0, value * bins - 0.5));
  const lower = Math.min(bins - 2, Math.floor(at));
  into[start + lower]! += weight * (1 - (at - lower));
  into[start + lower + 1]! += weight * (at - lower);
}

/** The part of every pixel, in the tower's order, of photos of this size. */
function partsOf(
  { width, height }: Pick<PixelMap, 'width' | 'height'>,
  { vision, partsPerSide }: PartOptions,
): { partOf: Int32Array; count: number; pixels: number } {
  const cellPx = vision.patchSize * vision.mergeSize;
  const partPx = cellPx / partsPerSide;
  const columns = width / cellPx;
  const grid: Grid = [1, height / vision.patchSize, width / vision.patchSize];
  const placeOf = new Int32Array(columns * (height / cellPx));
  for (const [place, cell] of windowOrder(grid, vision).cells.entries()) placeOf[cell] = place;
  const partOf = Int32Array.from({ length: width * height }, (_, i) => {
    const [x, y] = [i % width, Math.floor(i / width)];
    const place = placeOf[Math.floor(y / cellPx) * columns + Math.floor(x / cellPx)]!;
    const part = Math.floor((y % cellPx) / partPx) * partsPerSide + Math.floor((x % cellPx) / partPx);
    return place * partsPerSide ** 2 + part;
  });
  return { partOf, count: placeOf.length * partsPerSide ** 2, pixels: partPx ** 2 };
}
