/**
 * The wire format of protocol buffers, as much of it as the writers of metrics need: fields are numbered, a message is
 * the concatenation of its fields.
 *
 * Source: https://protobuf.dev/programming-guides/encoding
 */
import { DataFormatError } from '@parallax/lab';

const [VARINT, FIXED64, BYTES, FIXED32] = [0, 1, 2, 5] as const;

/** Whole number, also of int32, int64, bool and enum fields. @param value an integer within +-2^53 */
export function varintField(field: number, value: number): Uint8Array {
  return Uint8Array.from([...varint(field * 8 + VARINT), ...varint(value)]);
}

export function doubleField(field: number, value: number): Uint8Array {
  return fixedField(field * 8 + FIXED64, 8, (view, offset) => view.setFloat64(offset, value, true));
}

export function floatField(field: number, value: number): Uint8Array {
  return fixedField(field * 8 + FIXED32, 4, (view, offset) => view.setFloat32(offset, value, true));
}

/** Text in UTF-8, raw bytes, or a nested message. */
export function bytesField(field: number, value: string | Uint8Array): Uint8Array {
  const bytes = typeof value === 'string' ? Buffer.from(value, 'utf8') : value;
  return Buffer.concat([Uint8Array.from([...varint(field * 8 + BYTES), ...varint(bytes.length)]), bytes]);
}

export function message(...fields: readonly Uint8Array[]): Uint8Array {
  return Buffer.concat(fields);
}

/** A field as read: numbers for varints (beyond 2^53 rounded), the raw bytes for all others. */
export interface WireField {
  readonly field: number;
  readonly value: number | Uint8Array;
}

/** @throws DataFormatError `not-protobuf` when a field runs over the end or has an unknown wire type. */
export function* readFields(bytes: Uint8Array): Generator<WireField> {
  let offset = 0;
  const readVarint = (): number => {
    let value = 0n;
    for (let shift = 0n; shift < 70n; shift += 7n) {
      const byte = bytes[offset++];
      if (byte === undefined) break;
      value |= BigInt(byte & 0x7f) << shift;
      if (byte < 0x80) return Number(BigInt.asIntN(64, value));
    }
    throw broken(offset);
  };
  while (offset < bytes.length) {
    const tag = readVarint();
    const [field, wire] = [Math.floor(tag / 8), tag % 8];
    if (wire === VARINT) {
      yield { field, value: readVarint() };
      continue;
    }
    const length = wire === FIXED64 ? 8 : wire === FIXED32 ? 4 : wire === BYTES ? readVarint() : -1;
    if (length < 0 || offset + length > bytes.length) throw broken(offset);
    yield { field, value: bytes.subarray(offset, offset + length) };
    offset += length;
  }
}

function broken(offset: number): DataFormatError {
  return new DataFormatError('not-protobuf', `Byte ${offset} of a message is not of a protocol buffer.`, {
    remedy: 'Restore the file, or delete it: the run writes it again from metrics.jsonl.',
  });
}

function fixedField(tag: number, size: number, set: (view: DataView, offset: number) => void): Uint8Array {
  const head = varint(tag);
  const bytes = new Uint8Array(head.length + size);
  bytes.set(head);
  set(new DataView(bytes.buffer), head.length);
  return bytes;
}

/** Negative numbers take ten bytes: the two's complement of 64 bits. */
function varint(value: number): number[] {
  const bytes: number[] = [];
  let rest = BigInt.asUintN(64, BigInt(value));
  for (; rest > 0x7fn; rest >>= 7n) bytes.push(Number(rest & 0x7fn) | 0x80);
  bytes.push(Number(rest));
  return bytes;
}
