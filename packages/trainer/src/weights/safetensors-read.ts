/**
 * Reads safetensors files: 8 bytes of header length (little endian), a JSON header, then raw little-endian data.
 * Source: the format's specification (huggingface/safetensors). Floating-point tensors come out as float32, integers as
 * int32.
 */
import { open } from 'node:fs/promises';
import { CheckpointError, ConfigError } from '@parallax/lab';
import { z } from 'zod';
import { fromBfloat16, fromFloat16 } from './float-formats.ts';

export interface NamedArray {
  readonly shape: readonly number[];
  readonly data: Float32Array | Int32Array;
}

export interface FloatArray extends NamedArray {
  readonly data: Float32Array;
}

const EntrySchema = z.object({
  dtype: z.string(),
  shape: z.array(z.int().nonnegative()),
  data_offsets: z.tuple([z.int().nonnegative(), z.int().nonnegative()]),
});
type Entry = z.infer<typeof EntrySchema>;

const BYTES: Record<string, number> = {
  F32: 4,
  F16: 2,
  BF16: 2,
  F64: 8,
  I64: 8,
  I32: 4,
  I8: 1,
  U8: 1,
  BOOL: 1,
};
const MAX_HEADER = 100_000_000;

/**
 * Every floating-point tensor of the file, by name.
 * @throws ConfigError `file-missing`; CheckpointError `not-safetensors`, `truncated` or `dtype-unsupported`
 */
export async function readSafetensors(path: string): Promise<Map<string, FloatArray>> {
  const out = new Map<string, FloatArray>();
  for (const [name, array] of await readSafetensorsAny(path)) {
    if (array.data instanceof Float32Array) out.set(name, { shape: array.shape, data: array.data });
  }
  return out;
}

/** As readSafetensors, with the integer tensors too (int64 must fit int32). */
export async function readSafetensorsAny(path: string): Promise<Map<string, NamedArray>> {
  const file = await open(path, 'r').catch((cause: NodeJS.ErrnoException) => {
    if (cause.code !== 'ENOENT') throw cause;
    throw new ConfigError('file-missing', `${path} does not exist.`, { cause });
  });
  try {
    const { size } = await file.stat();
    const { header, dataStart } = await readHeader(file, path, size);
    const out = new Map<string, NamedArray>();
    for (const [name, entry] of header) {
      const bytes = await readEntry(file, path, name, entry, dataStart, size);
      out.set(name, { shape: entry.shape, data: decode(bytes, entry.dtype, path, name) });
    }
    return out;
  } finally {
    await file.close();
  }
}

type FileHandle = Awaited<ReturnType<typeof open>>;

async function readHeader(
  file: FileHandle,
  path: string,
  size: number,
): Promise<{ header: Map<string, Entry>; dataStart: number }> {
  if (size < 8) throw broken(path, 'truncated', 'is shorter than its 8-byte preamble');
  const preamble = Buffer.alloc(8);
  await file.read(preamble, 0, 8, 0);
  const length = Number(preamble.readBigUInt64LE());
  if (length > MAX_HEADER) throw broken(path, 'not-safetensors', 'does not begin with a safetensors header');
  if (8 + length > size) throw broken(path, 'truncated', `ends inside its header of ${length} bytes`);
  const text = Buffer.alloc(length);
  await file.read(text, 0, length, 8);
  let parsed: unknown;
  try {
    parsed = JSON.parse(text.toString('utf8'));
  } catch (cause) {
    throw broken(path, 'not-safetensors', `has a header that is not JSON: ${(cause as Error).message}`);
  }
  const record = z.record(z.string(), z.unknown()).safeParse(parsed);
  if (!record.success) throw broken(path, 'not-safetensors', 'has a header that is not an object');
  const header = new Map<string, Entry>();
  for (const [name, value] of Object.entries(record.data)) {
    if (name === '__metadata__') continue;
    const entry = EntrySchema.safeParse(value);
    if (!entry.success) throw broken(path, 'not-safetensors', `has a damaged header entry for ${name}`);
    header.set(name, entry.data);
  }
  return { header, dataStart: 8 + length };
}

async function readEntry(
  file: FileHandle,
  path: string,
  name: string,
  entry: Entry,
  dataStart: number,
  size: number,
): Promise<Uint8Array> {
  const [start, end] = entry.data_offsets;
  const width = BYTES[entry.dtype];
  if (width === undefined) throw broken(path, 'dtype-unsupported', `stores ${name} as ${entry.dtype}`);
  const count = entry.shape.reduce((a, b) => a * b, 1);
  if (end - start !== count * width) {
    throw broken(path, 'not-safetensors', `gives ${name} ${end - start} bytes, not ${count * width}`);
  }
  if (dataStart + end > size) throw broken(path, 'truncated', `ends inside tensor ${name}`);
  const bytes = new Uint8Array(end - start); // a fresh buffer is aligned for every element type
  let at = 0;
  while (at < bytes.length) {
    const { bytesRead } = await file.read(bytes, at, bytes.length - at, dataStart + start + at);
    if (bytesRead === 0) throw broken(path, 'truncated', `ends inside tensor ${name}`);
    at += bytesRead;
  }
  return bytes;
}

function decode(bytes: Uint8Array, dtype: string, path: string, name: string): Float32Array | Int32Array {
  const { buffer } = bytes;
  switch (dtype) {
    case 'F32':
      return new Float32Array(buffer);
    case 'BF16':
      return fromBfloat16(new Uint16Array(buffer));
    case 'F16':
      return fromFloat16(new Uint16Array(buffer));
    case 'F64':
      return Float32Array.from(new Float64Array(buffer));
    case 'I32':
      return new Int32Array(buffer);
    case 'I64':
      return Int32Array.from(new BigInt64Array(buffer), (value) => {
        const number = Number(value);
        if (number !== (number | 0)) throw broken(path, 'dtype-unsupported', `holds ${value} in ${name}`);
        return number;
      });
    case 'I8':
      return Int32Array.from(new Int8Array(buffer));
    default:
      return Int32Array.from(bytes);
  }
}

function broken(path: string, code: string, what: string): CheckpointError {
  return new CheckpointError(code, `${path} ${what}.`, {
    remedy: 'Copy or download the file again, or use an older checkpoint.',
  });
}
