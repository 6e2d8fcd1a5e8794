/** Writes safetensors files: tensor by tensor, so that a large model needs no second copy in memory. */
import { open } from 'node:fs/promises';
import { describeWriteFailure } from '@parallax/lab/node';
import { toBfloat16, toFloat16 } from './float-formats.ts';
import type { FloatArray } from './safetensors-read.ts';

export type WeightsDtype = 'float32' | 'bfloat16' | 'float16';

export interface WriteSafetensorsOptions {
  /** Element type in the file; default float32. */
  readonly dtype?: WeightsDtype;
}

/** A tensor whose numbers are fetched only when their turn comes. */
export interface LazyArray {
  readonly shape: readonly number[];
  read(): Float32Array;
}

const CODES = { float32: 'F32', bfloat16: 'BF16', float16: 'F16' } as const;

/**
 * Names are written in sorted order and the header is padded to 8 bytes: equal tensors give equal files, and data stay
 * aligned. The file is flushed to the disk, not renamed: checkpoints rename whole folders.
 * @throws LabError `disk-full`, ConfigError `not-writable`
 */
export async function writeSafetensors(
  path: string,
  arrays: ReadonlyMap<string, FloatArray | LazyArray>,
  options: WriteSafetensorsOptions = {},
): Promise<void> {
  const dtype = options.dtype ?? 'float32';
  const width = dtype === 'float32' ? 4 : 2;
  const names = [...arrays.keys()].sort();
  const header: Record<string, unknown> = { __metadata__: { format: 'pt' } };
  let offset = 0;
  for (const name of names) {
    const { shape } = arrays.get(name)!; // name is a key of the map
    const bytes = shape.reduce((a, b) => a * b, 1) * width;
    header[name] = { dtype: CODES[dtype], shape, data_offsets: [offset, offset + bytes] };
    offset += bytes;
  }
  let text = JSON.stringify(header);
  text += ' '.repeat((8 - (Buffer.byteLength(text) % 8)) % 8);
  const preamble = Buffer.alloc(8);
  preamble.writeBigUInt64LE(BigInt(Buffer.byteLength(text)));
  try {
    const file = await open(path, 'w');
    try {
      await file.writeFile(Buffer.concat([preamble, Buffer.from(text)]));
      for (const name of names) {
        const array = arrays.get(name)!; // as above
        await file.writeFile(encode('read' in array ? array.read() : array.data, dtype));
      }
      await file.sync();
    } finally {
      await file.close();
    }
  } catch (cause) {
    throw describeWriteFailure(path, cause);
  }
}

function encode(data: Float32Array, dtype: WeightsDtype): Uint8Array {
  const typed = dtype === 'float32' ? data : dtype === 'bfloat16' ? toBfloat16(data) : toFloat16(data);
  return new Uint8Array(typed.buffer, typed.byteOffset, typed.byteLength);
}
