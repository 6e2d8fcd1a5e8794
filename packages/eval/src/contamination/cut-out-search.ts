/**
 * Finds pictures that were cut out of one another, wherever the cut lies. Of each training picture two windows are kept: the
 * whole and its middle half. A picture of the other side is looked at through all windows in which one of these can stand:
 * the whole, if the training picture was cut out of it; the middle half, which every cut of three quarters leaves, if it was
 * cut out of the training picture. Hashes propose, pictures of 16 x 16 cells decide, where they fit best beside the proposed
 * window: two places that are merely alike (a horizon, one pillar) fit little better there, a copy fits all but exactly.
 */
import { type GreyPicture, sampleWindow, WHOLE, type Window } from './grey-picture.ts';
import { createHashIndex } from './hash-index.ts';
import { middleOf, windowHash } from './picture-hash.ts';

export interface CutOut {
  /** Number of the picture that matches, in the order of adding. */
  readonly picture: number;
  /** Share of the larger picture's sides that both show. */
  readonly share: number;
}

export interface CutOutSearch {
  /** @returns its number */
  add(picture: GreyPicture): number;
  /** The best match above `MIN_CORRELATION`, or null. */
  find(picture: GreyPicture): CutOut | null;
  /** Whether the picture shows what the one of this number does, within the same frame or the middle of it. */
  isCopy(picture: GreyPicture, of: number): boolean;
}

/** Smaller cuts are not looked for. */
const LEAST_SHARE = 0.75;
const MIDDLE = middleOf(0.5);
/** Between neighbouring windows, in shares of their side: at most half of it stands a cut away from a window. */
const STEP = 0.05;
/** Between neighbouring sizes, as a factor. */
const SIZE_STEP = 0.03;
/** Bits of 63: a window lies up to half a step beside the cut, which moves more bits than a new compression. */
const MAX_DISTANCE = 11;
const CELLS = 16;
/** Of the cells at a proposed window; where it is less, none beside it fits. */
const WORTH_A_LOOK = 0.8;
/** Of the cells where they fit best: copies reach 0.99, pictures of two places stay below 0.98, see docs/LOG.md. */
const MIN_CORRELATION = 0.985;

/** Parts of a picture that are the whole of another one, when its border was cut off evenly. */
const MIDDLES = [1, 0.9, 0.8];
/** Where in a copy the kept window of its original stands: the whole in the middle of a larger picture, the middle half in more of a smaller one. */
const COPIES = [WHOLE, MIDDLE].map((kept) =>
  MIDDLES.map((share) => middleOf(kept === WHOLE ? share : kept[2] / share)),
);

interface Looked {
  readonly window: Window;
  /** Side of the cut that the window tells of. */
  readonly share: number;
}

const FOR_WHOLE = windowsOfWhole();
const FOR_MIDDLE = windowsOfMiddle();

export function createCutOutSearch(): CutOutSearch {
  const sides = [
    { kept: WHOLE, looked: FOR_WHOLE, index: createHashIndex(MAX_DISTANCE), cells: [] as Float32Array[] },
    { kept: MIDDLE, looked: FOR_MIDDLE, index: createHashIndex(MAX_DISTANCE), cells: [] as Float32Array[] },
  ];
  const cellsIn = cellReader();
  return {
    add(picture) {
      const at = sides[0]!.cells.length;
      for (const { kept, index, cells } of sides) {
        const hash = windowHash(picture, kept);
        cells.push(normalized(sampleWindow(picture, kept, CELLS)));
        if (hash !== null) index.add(hash, at);
      }
      return at;
    },
    find(picture) {
      let best: (CutOut & { correlation: number }) | null = null;
      for (const { looked, index, cells } of sides) {
        for (const { window, share } of looked) {
          const hash = windowHash(picture, window);
          if (hash === null) continue;
          for (const { id } of index.within(hash)) {
            const correlation = bestBeside(picture, window, cells[id]!, cellsIn(picture, window));
            if (correlation < (best?.correlation ?? MIN_CORRELATION)) continue;
            best = { picture: id, share, correlation };
          }
        }
      }
      return best === null ? null : { picture: best.picture, share: best.share };
    },
    isCopy(picture, of) {
      return sides.some(({ cells }, side) =>
        COPIES[side]!.some(
          (window) => bestBeside(picture, window, cells[of]!, cellsIn(picture, window)) >= MIN_CORRELATION,
        ),
      );
    },
  };
}

/** Cells of windows of the picture that is looked at; those of a window are compared with every picture that it proposes. */
function cellReader(): (picture: GreyPicture, window: Window) => Float32Array {
  let last: GreyPicture | null = null;
  const known = new Map<Window, Float32Array>();
  return (picture, window) => {
    if (picture !== last) known.clear();
    last = picture;
    let cells = known.get(window);
    if (cells === undefined) {
      cells = normalized(sampleWindow(picture, window, CELLS));
      known.set(window, cells);
    }
    return cells;
  };
}

/**
 * The largest correlation with `kept` of the window and of those less than a step beside it; climbs, with ever smaller moves.
 * @param cells of the window itself
 */
function bestBeside(picture: GreyPicture, start: Window, kept: Float32Array, cells: Float32Array): number {
  const correlationAt = (window: Window): number =>
    dot(normalized(sampleWindow(picture, window, CELLS)), kept);
  let window = start;
  let best = dot(cells, kept);
  for (let move = 0.5; move >= 0.125 && best >= WORTH_A_LOOK; move /= 2) {
    const [x, y, side] = window;
    const [shift, growth] = [STEP * side * move, SIZE_STEP * side * move];
    const beside: Window[] = [
      [x - shift, y, side],
      [x + shift, y, side],
      [x, y - shift, side],
      [x, y + shift, side],
      [x - growth / 2, y - growth / 2, side + growth],
      [x + growth / 2, y + growth / 2, side - growth],
    ];
    for (const other of beside.filter(isInside)) {
      const correlation = correlationAt(other);
      if (correlation > best) [window, best] = [other, correlation];
    }
  }
  return best;
}

function isInside([x, y, side]: Window): boolean {
  return x >= 0 && y >= 0 && x + side <= 1 && y + side <= 1;
}

/** The training picture is a cut of side s out of the one that is looked at: its whole may stand anywhere. */
function windowsOfWhole(): Looked[] {
  return shares().flatMap((share) =>
    grid(0, 1 - share, STEP * share).map(([x, y]) => ({ window: [x, y, share] as const, share })),
  );
}

/** The picture that is looked at is a cut of side s: the middle half has side 0.5 / s in it and stands where the cut lets it. */
function windowsOfMiddle(): Looked[] {
  return shares().flatMap((share) => {
    const side = 0.5 / share;
    const low = Math.max(0, (0.25 - (1 - share)) / share);
    return grid(low, 0.25 / share, STEP * side).map(([x, y]) => ({ window: [x, y, side] as const, share }));
  });
}

function shares(): number[] {
  const count = Math.ceil(Math.log(1 / LEAST_SHARE) / SIZE_STEP);
  return Array.from({ length: count + 1 }, (_, i) => LEAST_SHARE ** (i / count));
}

/** Corners from low to high on both axes, evenly and no further apart than `step`. */
function grid(low: number, high: number, step: number): [number, number][] {
  const parts = Math.ceil((high - low) / step - 1e-9);
  const places = Array.from({ length: parts + 1 }, (_, i) =>
    parts === 0 ? low : low + ((high - low) * i) / parts,
  );
  return places.flatMap((y) => places.map((x): [number, number] => [x, y]));
}

/** Mean 0, length 1: their product is the correlation. A plain area stays all zero. */
function normalized(cells: Float64Array): Float32Array {
  const mean = cells.reduce((sum, value) => sum + value, 0) / cells.length;
  const length = Math.sqrt(cells.reduce((sum, value) => sum + (value - mean) ** 2, 0));
  return Float32Array.from(cells, (value) => (length < 1e-9 ? 0 : (value - mean) / length));
}

function dot(a: Float32Array, b: Float32Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i]! * b[i]!;
  return sum;
}
