/**
 * The two passes of the resize in WebAssembly with 128-bit vectors: 16-bit weights times 8-bit levels, summed in 32 bits,
 * two taps an instruction. Exact integers, so the result is that of any other order.
 */
import { DataInvalidError } from '@parallax/lab';
import type { AxisWeights } from './axis-weights.ts';
import {
  assemble,
  type Code,
  constant,
  get,
  memory,
  op,
  repeatWhile,
  set,
  shuffle,
  storeLowest32,
  zeros,
} from './wasm-module.ts';

/** The library of this TypeScript configuration has no browser types; this is what is used of the global object. */
declare const WebAssembly: {
  readonly Module: new (bytes: Uint8Array) => object;
  readonly Instance: new (module: object) => { readonly exports: unknown };
};

interface Memory {
  readonly buffer: ArrayBuffer;
  grow(pages: number): number;
}

interface Kernel {
  readonly memory: Memory;
  readonly horizontal: Pass;
  readonly vertical: Pass;
}

/**
 * Addresses in bytes. Horizontal: `length` lines of `size` output pixels, `step` bytes from line to line of the source.
 * Vertical: `length` output lines of `size` bytes each, which is also `step`.
 */
type Pass = (
  source: number,
  target: number,
  length: number,
  size: number,
  step: number,
  taps: number,
  weights: number,
  stride: number,
  half: number,
  precision: number,
) => void;

const PARAMETERS = 10;
const [source, target, length, size, step, taps, weights, stride, half, precision] = Array.from(
  { length: PARAMETERS },
  (_, i) => get(i),
) as [Code, Code, Code, Code, Code, Code, Code, Code, Code, Code];
/** Parameters that are moved on. */
const SOURCE = 0;
const TARGET = 1;
const WEIGHTS = 6;
/** Further locals. */
const LINE = 10;
const AT = 11;
const TAP = 12;
const FROM = 13;
const WEIGHT = 14;
const LAST = 15;
const INTEGERS = 6;
const FIRST_VECTOR = PARAMETERS + INTEGERS;
const below = (local: number, limit: Code): Code => op('i32.lt_s', get(local), limit);
const advance = (local: number, by: Code): Code => set(local, op('i32.add', get(local), by));
/** A table has two numbers an output: bytes to its first tap, and bytes of its weights (4 for each pair of taps). */
const tapStart = memory('i32.load', get(TAP));
const tapBytes = memory('i32.load', op('i32.add', get(TAP), constant(4)));

function horizontal(): Code {
  const sum = FIRST_VECTOR;
  // Two pixels, red green blue red green blue: each channel's two levels side by side as 16-bit numbers.
  const pairs = shuffle(
    memory('v128.load64_zero', get(FROM)),
    zeros,
    [0, 16, 3, 16, 1, 16, 4, 16, 2, 16, 5, 16, 16, 16, 16, 16],
  );
  const products = op('i32x4.dot_i16x8_s', pairs, memory('v128.load32_splat', get(WEIGHT)));
  const levels = op('i32x4.shr_s', get(sum), precision);
  const narrow = op('i16x8.narrow_i32x4_s', levels, levels);
  const pixel = [
    ...set(sum, op('i32x4.splat', half)),
    ...set(FROM, op('i32.add', source, tapStart)),
    ...set(WEIGHT, get(AT)),
    ...set(LAST, op('i32.add', get(AT), tapBytes)),
    ...repeatWhile(
      below(WEIGHT, get(LAST)),
      set(sum, op('i32x4.add', get(sum), products)),
      advance(FROM, constant(6)),
      advance(WEIGHT, constant(4)),
    ),
    // The fourth byte is overwritten by the next pixel.
    ...storeLowest32(target, op('i8x16.narrow_i16x8_u', narrow, narrow)),
    ...set(TARGET, op('i32.add', target, constant(3))),
    ...advance(TAP, constant(8)),
    ...advance(AT, stride),
  ];
  return repeatWhile(
    below(LINE, length),
    set(TAP, taps),
    set(AT, weights),
    repeatWhile(below(TAP, op('i32.add', taps, op('i32.mul', size, constant(8)))), pixel),
    set(SOURCE, op('i32.add', source, step)),
    advance(LINE, constant(1)),
  );
}

function vertical(): Code {
  const sums = [0, 1, 2, 3].map((i) => FIRST_VECTOR + i) as [number, number, number, number];
  const [low, high, weight] = [FIRST_VECTOR + 4, FIRST_VECTOR + 5, FIRST_VECTOR + 6];
  const upper = memory('v128.load', get(FROM));
  const lower = memory('v128.load', op('i32.add', get(FROM), step));
  const interleaved = (first: number): Code =>
    shuffle(
      upper,
      lower,
      Array.from({ length: 16 }, (_, i) => first + (i >> 1) + (i % 2) * 16),
    );
  const accumulate = (sum: number, half: 'low' | 'high', levels: number): Code =>
    set(
      sum,
      op(
        'i32x4.add',
        get(sum),
        op('i32x4.dot_i16x8_s', op(`i16x8.extend_${half}_i8x16_u`, get(levels)), get(weight)),
      ),
    );
  const level = (sum: number): Code => op('i32x4.shr_s', get(sum), precision);
  const bytes = op(
    'i8x16.narrow_i16x8_u',
    op('i16x8.narrow_i32x4_s', level(sums[0]), level(sums[1])),
    op('i16x8.narrow_i32x4_s', level(sums[2]), level(sums[3])),
  );
  const chunk = [
    ...sums.flatMap((sum) => set(sum, op('i32x4.splat', half))),
    ...set(FROM, op('i32.add', op('i32.add', source, tapStart), get(AT))),
    ...set(WEIGHT, weights),
    ...set(LAST, op('i32.add', weights, tapBytes)),
    ...repeatWhile(
      below(WEIGHT, get(LAST)),
      set(weight, memory('v128.load32_splat', get(WEIGHT))),
      set(low, interleaved(0)),
      set(high, interleaved(8)),
      accumulate(sums[0], 'low', low),
      accumulate(sums[1], 'high', low),
      accumulate(sums[2], 'low', high),
      accumulate(sums[3], 'high', high),
      advance(FROM, op('i32.add', step, step)),
      advance(WEIGHT, constant(4)),
    ),
    // What runs over the end of a line is overwritten by the next one.
    ...memory('v128.store', op('i32.add', target, get(AT)), bytes),
    ...advance(AT, constant(16)),
  ];
  return [
    ...set(TAP, taps),
    ...repeatWhile(
      below(LINE, length),
      set(AT, constant(0)),
      repeatWhile(below(AT, size), chunk),
      set(TARGET, op('i32.add', target, size)),
      set(WEIGHTS, op('i32.add', weights, stride)),
      advance(TAP, constant(8)),
      advance(LINE, constant(1)),
    ),
  ];
}

let kernel: Kernel | null = null;

function load(): Kernel {
  if (kernel === null) {
    const shape = { parameters: PARAMETERS, integers: INTEGERS, vectors: 7 };
    const module = new WebAssembly.Module(
      assemble([
        { name: 'horizontal', ...shape, body: horizontal() },
        { name: 'vertical', ...shape, body: vertical() },
      ]),
    );
    kernel = new WebAssembly.Instance(module).exports as Kernel; // exactly what assemble() exports
  }
  return kernel;
}

/**
 * Levels of an image [height, width, 3], resized along the axes that have weights; a new array. The memory of the kernel
 * grows to what the largest image took and stays.
 * @throws DataInvalidError `image-too-large` above some 200 million pixels
 */
export function runPasses(
  image: { readonly data: Uint8Array; readonly height: number; readonly width: number },
  across: AxisWeights | null,
  down: AxisWeights | null,
): Uint8Array {
  const { memory: store, ...passes } = load();
  const width = across?.size ?? image.width;
  const height = down?.size ?? image.height;
  const lineBytes = width * 3;
  // Reads and writes may run over an end by one line (a tap of weight 0) and a vector.
  const room = (bytes: number): number => ((bytes + 15) >> 4) * 16 + 64;
  const sourceAt = 0;
  const middleAt = room(image.data.length + 3 * image.width);
  const targetAt = middleAt + (across === null ? 0 : room(image.height * lineBytes + lineBytes));
  const tablesAt = targetAt + (down === null ? 0 : room(height * lineBytes));
  const tableBytes = [across, down].map((axis) =>
    axis === null ? 0 : room(axis.taps.byteLength + axis.pairs.byteLength),
  );
  const needed = tablesAt + tableBytes[0]! + tableBytes[1]!;
  if (needed > MOST_BYTES) {
    throw new DataInvalidError(
      'image-too-large',
      `An image of ${image.width} x ${image.height} cannot be resized to ${width} x ${height}: that takes ${needed} bytes.`,
      { remedy: 'Make it smaller before.' },
    );
  }
  reserve(store, needed);
  const bytes = new Uint8Array(store.buffer);
  bytes.set(image.data, sourceAt);
  let at = sourceAt;
  let table = tablesAt;
  const run = (
    pass: Pass,
    axis: AxisWeights,
    to: number,
    lines: number,
    size: number,
    step: number,
  ): void => {
    // Taps are counted in bytes of this image's lines.
    const scaled = new Int32Array(axis.taps.length);
    const unit = pass === passes.horizontal ? 3 : step;
    for (let i = 0; i < scaled.length; i += 2) {
      scaled[i] = axis.taps[i]! * unit;
      scaled[i + 1] = axis.taps[i + 1]!;
    }
    bytes.set(new Uint8Array(scaled.buffer), table);
    const weightsAt = table + scaled.byteLength;
    bytes.set(new Uint8Array(axis.pairs.buffer), weightsAt);
    pass(
      at,
      to,
      lines,
      size,
      step,
      table,
      weightsAt,
      axis.strideBytes,
      1 << (axis.precision - 1),
      axis.precision,
    );
    table += tableBytes[0]!;
    at = to;
  };
  if (across !== null) run(passes.horizontal, across, middleAt, image.height, width, image.width * 3);
  if (down !== null) run(passes.vertical, down, targetAt, height, lineBytes, lineBytes);
  return bytes.slice(at, at + height * lineBytes);
}

/** Addresses are compared as signed numbers. */
const MOST_BYTES = 2 ** 31 - 65_536;
const PAGE = 65_536;

function reserve(store: Memory, bytes: number): void {
  const missing = bytes - store.buffer.byteLength;
  if (missing > 0) store.grow(Math.ceil(missing / PAGE));
}
