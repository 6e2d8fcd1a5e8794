/**
 * Index tensors and rotary tables of the vision tower for a number of images of one grid, made once and kept: training
 * batches repeat the same few.
 */
import { type Tensor, tf } from '../backend/tf.ts';
import type { VisionConfig } from '../model/config.ts';
import { type RotaryTable, rotaryTable } from '../ops/rotary.ts';
import { type Grid, patchCoordinates, windowOrder } from './window-order.ts';

/** How one kind of block cuts its rows into attention segments of equal length. */
export interface SegmentGroup {
  readonly segments: number;
  readonly length: number;
}

export interface TowerPlan {
  readonly images: number;
  readonly patches: number;
  /** Patch rows of all images in window order. */
  readonly gather: Tensor;
  /** For each output cell in window order of image 0, its raster number (the same for every image). */
  readonly cells: Int32Array;
  readonly full: SegmentGroup;
  /** Equal windows: one group. Windows cut by the border: additive mask over whole images instead. */
  readonly windows: SegmentGroup;
  readonly windowMask: Tensor | null;
  readonly queryTable: RotaryTable;
  readonly keyTable: RotaryTable;
}

/** Plans of one model. Training sees few grids; the oldest plan goes when more than 32 are held. */
export class TowerPlans {
  readonly #plans = new Map<string, TowerPlan>();
  readonly #vision: VisionConfig;

  constructor(vision: VisionConfig) {
    this.#vision = vision;
  }

  get(grid: Grid, images: number): TowerPlan {
    const key = `${grid.join('x')}:${images}`;
    const known = this.#plans.get(key);
    if (known !== undefined) return known;
    const plan = keepPlan(() => makePlan(grid, images, this.#vision));
    this.#plans.set(key, plan);
    if (this.#plans.size > 32) {
      const [oldest, value] = this.#plans.entries().next().value!; // size > 32: there is one
      this.#plans.delete(oldest);
      disposePlan(value);
    }
    return plan;
  }

  dispose(): void {
    for (const plan of this.#plans.values()) disposePlan(plan);
    this.#plans.clear();
  }
}

function makePlan(grid: Grid, images: number, vision: VisionConfig): TowerPlan {
  const api = tf();
  const [frames, rows, columns] = grid;
  const patches = frames * rows * columns;
  const cellPatches = vision.mergeSize ** 2;
  const { cells, windowLengths } = windowOrder(grid, vision);
  const order = new Int32Array(patches);
  for (const [place, cell] of cells.entries()) {
    for (let k = 0; k < cellPatches; k++) order[place * cellPatches + k] = cell * cellPatches + k;
  }
  const gather = new Int32Array(images * patches);
  for (let image = 0; image < images; image++) {
    for (let k = 0; k < patches; k++) gather[image * patches + k] = image * patches + order[k]!;
  }
  const headDim = vision.hiddenSize / vision.heads;
  const quarter = headDim / 4;
  const coordinates = patchCoordinates(grid, vision.mergeSize);
  const angles = new Float32Array(patches * quarter * 2);
  const frequencies = Float32Array.from({ length: quarter }, (_, j) => vision.ropeTheta ** (-j / quarter));
  for (let place = 0; place < patches; place++) {
    const patch = order[place]!;
    for (let axis = 0; axis < 2; axis++) {
      for (let j = 0; j < quarter; j++) {
        angles[(place * 2 + axis) * quarter + j] = coordinates[patch * 2 + axis]! * frequencies[j]!;
      }
    }
  }
  const angles_NF = api.tile(api.tensor2d(angles, [patches, 2 * quarter]), [images, 1]);
  const length = windowLengths[0] ?? patches;
  const equal = windowLengths.every((value) => value === length);
  return {
    images,
    patches,
    gather: api.tensor1d(gather, 'int32'),
    cells,
    full: { segments: images * frames, length: rows * columns },
    windows: equal
      ? { segments: images * windowLengths.length, length }
      : { segments: images * frames, length: rows * columns },
    windowMask: equal ? null : blockMask(windowLengths, rows * columns),
    queryTable: rotaryTable(angles_NF, 1 / Math.sqrt(headDim), vision.heads),
    keyTable: rotaryTable(angles_NF, 1, vision.heads),
  };
}

/** Additive [P, P] mask of one frame: 0 inside a window, -1e9 across windows. */
function blockMask(windowLengths: readonly number[], patches: number): Tensor {
  const mask = new Float32Array(patches * patches).fill(-1e9);
  let start = 0;
  for (const length of windowLengths) {
    if (start === patches) break; // later frames repeat the first
    for (let row = start; row < start + length; row++) {
      mask.fill(0, row * patches + start, row * patches + start + length);
    }
    start += length;
  }
  return tf().tensor2d(mask, [patches, patches]);
}

function planTensors(plan: TowerPlan): Tensor[] {
  const { gather, windowMask, queryTable, keyTable } = plan;
  const tensors = [gather, queryTable.a, queryTable.b, keyTable.a, keyTable.b];
  return windowMask === null ? tensors : [...tensors, windowMask];
}

function keepPlan(make: () => TowerPlan): TowerPlan {
  let plan: TowerPlan | undefined;
  tf().tidy(() => {
    plan = make();
    for (const tensor of planTensors(plan)) tf().keep(tensor);
  });
  return plan!; // set by the line above
}

function disposePlan(plan: TowerPlan): void {
  for (const tensor of planTensors(plan)) tensor.dispose();
}
