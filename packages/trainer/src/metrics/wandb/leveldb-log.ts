/**
 * The log format of LevelDB with the head that Weights & Biases puts before it: blocks of 32 KiB, a record cut into
 * pieces at their ends, each piece with a checksum of its type and data.
 *
 * Source: https://github.com/google/leveldb/blob/main/doc/log_format.md, wandb core/pkg/leveldb
 */
import { crc32 } from 'node:zlib';

const BLOCK_BYTES = 32768;
const PIECE_HEAD_BYTES = 7;
const PIECE = { full: 1, first: 2, middle: 3, last: 4 } as const;

/** First bytes of a .wandb file: name, magic number, version of the format. */
export const LOG_HEAD: Uint8Array = Buffer.concat([Buffer.from(':W&B', 'latin1'), Buffer.of(0xe1, 0xbe, 0)]);

/** The bytes of a record that comes at `offset` of the file. */
export function frameLogRecord(data: Uint8Array, offset: number): Uint8Array {
  const parts: Uint8Array[] = [];
  let [place, done, starts, ends] = [offset, 0, true, false];
  while (!ends) {
    const left = BLOCK_BYTES - (place % BLOCK_BYTES);
    if (left < PIECE_HEAD_BYTES) {
      parts.push(new Uint8Array(left));
      place += left;
      continue;
    }
    const piece = data.subarray(done, done + left - PIECE_HEAD_BYTES);
    done += piece.length;
    ends = done === data.length;
    const type = starts ? (ends ? PIECE.full : PIECE.first) : ends ? PIECE.last : PIECE.middle;
    starts = false;
    const head = Buffer.alloc(PIECE_HEAD_BYTES);
    head.writeUInt32LE(crc32(piece, crc32(Uint8Array.of(type))), 0);
    head.writeUInt16LE(piece.length, 4);
    head.writeUInt8(type, 6);
    parts.push(head, piece);
    place += PIECE_HEAD_BYTES + piece.length;
  }
  return Buffer.concat(parts);
}
