/** Positions, windows, every intermediate tensor and the logits of one prompt. */
import { type Tensor, tf } from '../../../backend/tf.ts';
import { decoderAngles } from '../../../decoder/decoder-layer.ts';
import { type ModelBatch, mropePositions, type VisionLanguageModel } from '../../../model/index.ts';
import { windowOrder } from '../../../vision/window-order.ts';
import { type Comparison, compareExact, compareTensor, type Tolerance } from '../../compare.ts';
import type { GoldenTensors } from '../../golden-folder.ts';
import { goldenBatch, type QwenGolden, type Subject } from '../qwen-golden.ts';

export function* checkForward(
  golden: QwenGolden,
  at: string,
  { model }: Subject,
  inputs: GoldenTensors,
  expected: GoldenTensors,
): Generator<Comparison> {
  const batch = goldenBatch(inputs);
  yield* checkPositions(at, '', model, batch, inputs);
  yield* checkPositions(at, 'train.', model, goldenBatch(inputs, 'train.'), inputs);
  yield* checkWindows(at, model, batch, inputs);
  const tapped = forwardTaps(model, batch);
  for (const name of expected.names()) {
    if (!/^(vision\.|mrope\.|inputs_embeds$|hidden\.|logits(_tail)?$)/.test(name)) continue;
    const parts = tapped.get(name);
    if (parts === undefined) continue; // stays unread, so the report names it
    const reference = expected.get(name);
    let found = name === 'vision.patch_embed' ? inRasterOrder(parts, batch, model) : concatenate(parts);
    if (name === 'logits_tail') found = found.slice(-reference.data.length);
    yield compareTensor(`${at}/${name}`, found, reference, toleranceOf(golden, name));
  }
}

/** Positions of a padded or plain batch, and the position that generation goes on from. */
export function* checkPositions(
  at: string,
  prefix: string,
  model: VisionLanguageModel,
  batch: ModelBatch,
  inputs: GoldenTensors,
): Generator<Comparison> {
  const { positions, next } = mropePositions(batch, model.config);
  const tokens = batch.batchSize * batch.length;
  // [B, T, 3] here, [3, B, T] there.
  const byAxis = [0, 1, 2].flatMap((axis) =>
    Array.from({ length: tokens }, (_, token) => positions[token * 3 + axis]!),
  );
  const wanted = inputs.find(`${prefix}position_ids`);
  if (wanted !== undefined) yield compareExact(`${at}/${prefix}position_ids`, byAxis, wanted.data);
  const deltas = inputs.find(`${prefix}rope_deltas`);
  if (deltas === undefined) return;
  const found = Array.from(next, (position, row) => {
    const mask = batch.attentionMask.subarray(row * batch.length, (row + 1) * batch.length);
    return position - mask.reduce((sum, real) => sum + real, 0);
  });
  yield compareExact(`${at}/${prefix}rope_deltas`, found, deltas.data);
}

function* checkWindows(
  at: string,
  model: VisionLanguageModel,
  batch: ModelBatch,
  inputs: GoldenTensors,
): Generator<Comparison> {
  const windowIndex = inputs.find('vision.window_index');
  if (windowIndex === undefined) return;
  const cells: number[] = [];
  const windowEnds = [0];
  const imageEnds = [0];
  for (const grid of batch.gridThw) {
    const order = windowOrder(grid, model.config.vision);
    const first = cells.length;
    for (const cell of order.cells) cells.push(cell + first);
    for (const length of order.windowLengths) windowEnds.push(windowEnds.at(-1)! + length);
    const [frames, rows, columns] = grid;
    for (let frame = 0; frame < frames; frame++) imageEnds.push(imageEnds.at(-1)! + rows * columns);
  }
  yield compareExact(`${at}/vision.window_index`, cells, windowIndex.data);
  const windows = inputs.get('vision.cu_window_seqlens').data;
  yield compareExact(`${at}/vision.cu_window_seqlens`, windowEnds, windows);
  yield compareExact(`${at}/vision.cu_seqlens`, imageEnds, inputs.get('vision.cu_seqlens').data);
}

function forwardTaps(model: VisionLanguageModel, batch: ModelBatch): Map<string, Float32Array[]> {
  const tapped = new Map<string, Float32Array[]>();
  tf().tidy(() => {
    const { hidden_BTD } = model.forward(batch, (key, value) => {
      tapped.set(key, [...(tapped.get(key) ?? []), numbers(value)]);
    });
    const logits = [numbers(model.logits(tf().reshape(hidden_BTD, [batch.length, -1])))];
    tapped.set('logits', logits);
    tapped.set('logits_tail', logits);
    const { positions } = mropePositions(batch, model.config);
    const angles = decoderAngles(tf().tensor2d(positions, [batch.length, 3]), model.config);
    const twice = (x: Tensor): Float32Array[] => [numbers(tf().concat([x, x], 1))];
    tapped.set('mrope.cos', twice(tf().cos(angles)));
    tapped.set('mrope.sin', twice(tf().sin(angles)));
  });
  const embeds = tapped.get('inputs_embeds')?.[0];
  if (embeds !== undefined) tapped.set('vision.output', imageRows(embeds, batch, model));
  const last = tapped.get(`hidden.layer${model.config.layers - 1}`);
  if (last !== undefined) tapped.set('hidden.last_layer', last);
  return tapped;
}

/** The tower's output in raster order is what stands at the image tokens. */
function imageRows(embeds: Float32Array, batch: ModelBatch, model: VisionLanguageModel): Float32Array[] {
  const { hiddenSize, imageTokenId } = model.config;
  const rows: Float32Array[] = [];
  for (const [at, id] of batch.inputIds.entries()) {
    if (id === imageTokenId) rows.push(embeds.subarray(at * hiddenSize, (at + 1) * hiddenSize));
  }
  return rows;
}

/** The patch embedding is stored before the window reorder; ours comes after it. */
function inRasterOrder(
  parts: readonly Float32Array[],
  batch: ModelBatch,
  model: VisionLanguageModel,
): Float32Array {
  const { vision } = model.config;
  const cellSize = vision.mergeSize ** 2 * vision.hiddenSize;
  return concatenate(
    parts.map((part, image) => {
      const out = new Float32Array(part.length);
      const { cells } = windowOrder(batch.gridThw[image]!, vision);
      for (const [place, cell] of cells.entries()) {
        out.set(part.subarray(place * cellSize, (place + 1) * cellSize), cell * cellSize);
      }
      return out;
    }),
  );
}

function concatenate(parts: readonly Float32Array[]): Float32Array {
  return Float32Array.from(parts.flatMap((part) => Array.from(part)));
}

function numbers(x: Tensor): Float32Array {
  return x.dataSync() as Float32Array; // float32 tensors; tfjs types the union of all element types
}

function toleranceOf(golden: QwenGolden, name: string): Tolerance {
  const family = /^(vision|hidden)\./.exec(name)?.[1];
  return golden.tolerance(family === undefined ? name : `${family}.*`);
}
