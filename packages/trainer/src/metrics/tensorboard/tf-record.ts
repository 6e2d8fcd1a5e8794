/**
 * TFRecord framing: length (8 bytes), masked checksum of the length, data, masked checksum of the data; all little-endian.
 *
 * Source: tensorflow/core/lib/io/record_writer.h
 */
import { crc32c } from './crc32c.ts';

const HEAD_BYTES = 12;
const TAIL_BYTES = 4;
const MASK_DELTA = 0xa282ead8;

export function frameRecord(data: Uint8Array): Uint8Array {
  const framed = Buffer.alloc(HEAD_BYTES + data.length + TAIL_BYTES);
  framed.writeBigUInt64LE(BigInt(data.length), 0);
  framed.writeUInt32LE(maskedCrc(framed.subarray(0, 8)), 8);
  framed.set(data, HEAD_BYTES);
  framed.writeUInt32LE(maskedCrc(data), HEAD_BYTES + data.length);
  return framed;
}

export interface FramedRecord {
  readonly data: Uint8Array;
  /** Offset of the byte after the record. */
  readonly end: number;
}

/** The whole records at the start of a file; ends without an error at one that a crash broke off or that is damaged. */
export function* wholeRecords(bytes: Uint8Array): Generator<FramedRecord> {
  const file = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let offset = 0;
  while (offset + HEAD_BYTES + TAIL_BYTES <= file.length) {
    if (file.readUInt32LE(offset + 8) !== maskedCrc(file.subarray(offset, offset + 8))) return;
    const length = Number(file.readBigUInt64LE(offset));
    const end = offset + HEAD_BYTES + length + TAIL_BYTES;
    if (end > file.length) return;
    const data = file.subarray(offset + HEAD_BYTES, end - TAIL_BYTES);
    if (file.readUInt32LE(end - TAIL_BYTES) !== maskedCrc(data)) return;
    yield { data, end };
    offset = end;
  }
}

/** Rotated and shifted, so that the checksum of a text that itself holds checksums does not degenerate. */
function maskedCrc(bytes: Uint8Array): number {
  const crc = crc32c(bytes);
  return (((crc >>> 15) | (crc << 17)) + MASK_DELTA) >>> 0;
}
