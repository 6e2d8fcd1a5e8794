/**
 * As much of an assembler as the resize kernel needs: functions over one exported memory, instructions by their names in
 * the WebAssembly specification (core 2.0 with 128-bit vectors). The kernel is assembled when it is first used, so no
 * binary file and no compiler is part of this package.
 */

/** Instructions without immediate operands; vector ones are prefixed by 0xfd. */
const OPCODES = {
  'i32.add': [0x6a],
  'i32.mul': [0x6c],
  'i32.lt_s': [0x48],
  'i32x4.splat': [0xfd, 0x11],
  'i32x4.add': [0xfd, 0xae, 0x01],
  'i32x4.shr_s': [0xfd, 0xac, 0x01],
  'i32x4.dot_i16x8_s': [0xfd, 0xba, 0x01],
  'i16x8.extend_low_i8x16_u': [0xfd, 0x89, 0x01],
  'i16x8.extend_high_i8x16_u': [0xfd, 0x8a, 0x01],
  'i16x8.narrow_i32x4_s': [0xfd, 0x85, 0x01],
  'i8x16.narrow_i16x8_u': [0xfd, 0x66],
} as const;

/** Loads and stores: opcode and alignment hint; none is aligned. */
const MEMORY = {
  'i32.load': [0x28],
  'v128.load': [0xfd, 0x00],
  'v128.load32_splat': [0xfd, 0x09],
  'v128.load64_zero': [0xfd, 0x5d],
  'v128.store': [0xfd, 0x0b],
} as const;

export type Code = readonly number[];

/** Operands first, as they are pushed. */
export function op(name: keyof typeof OPCODES, ...operands: Code[]): Code {
  return [...operands.flat(), ...OPCODES[name]];
}

export function memory(name: keyof typeof MEMORY, ...operands: Code[]): Code {
  return [...operands.flat(), ...MEMORY[name], 0, 0];
}

/** Stores the lowest 32 bits. */
export function storeLowest32(address: Code, vector: Code): Code {
  return [...address, ...vector, 0xfd, 0x5a, 0, 0, 0];
}

export function shuffle(a: Code, b: Code, lanes: readonly number[]): Code {
  return [...a, ...b, 0xfd, 0x0d, ...lanes];
}

export const zeros: Code = [0xfd, 0x0c, ...Array<number>(16).fill(0)];

export function get(local: number): Code {
  return [0x20, local];
}

export function set(local: number, value: Code): Code {
  return [...value, 0x21, local];
}

export function constant(value: number): Code {
  return [0x41, ...signed(value)];
}

/** Runs `body` once, and again while the condition holds. */
export function repeatWhile(condition: Code, ...body: Code[]): Code {
  return [0x03, 0x40, ...body.flat(), ...condition, 0x0d, 0, 0x0b];
}

export interface WasmFunction {
  readonly name: string;
  /** Number of i32 parameters; they are the first locals. */
  readonly parameters: number;
  /** Further i32 locals, then v128 locals. */
  readonly integers: number;
  readonly vectors: number;
  readonly body: Code;
}

/** @returns the bytes of a module that exports the functions and `memory` (one page at first). */
export function assemble(functions: readonly WasmFunction[]): Uint8Array<ArrayBuffer> {
  const types = functions.map(({ parameters }) => [
    0x60,
    ...vector(Array<number[]>(parameters).fill([0x7f])),
    0,
  ]);
  const exports = functions.map(({ name }, index) => [...text(name), 0, index]);
  const bodies = functions.map(({ integers, vectors, body }) => {
    const locals = vector([
      [...unsigned(integers), 0x7f],
      [...unsigned(vectors), 0x7b],
    ]);
    const code = [...locals, ...body, 0x0b];
    return [...unsigned(code.length), ...code];
  });
  return Uint8Array.from([
    ...[0x00, 0x61, 0x73, 0x6d, 1, 0, 0, 0],
    ...section(1, vector(types)),
    ...section(3, vector(functions.map((_, index) => [index]))),
    ...section(5, vector([[0, 1]])),
    ...section(7, vector([...exports, [...text('memory'), 2, 0]])),
    ...section(10, vector(bodies)),
  ]);
}

const section = (id: number, content: Code): Code => [id, ...unsigned(content.length), ...content];
const vector = (items: readonly Code[]): Code => [...unsigned(items.length), ...items.flat()];
const text = (value: string): Code => [...unsigned(value.length), ...new TextEncoder().encode(value)];

/** LEB128 */
function unsigned(value: number): number[] {
  return value < 128 ? [value] : [(value & 127) | 128, ...unsigned(value >>> 7)];
}

function signed(value: number): number[] {
  if (value >= -64 && value < 64) return [value & 127];
  return [(value & 127) | 128, ...signed(value >> 7)];
}
