import fc from 'fast-check';
import { expect, it } from 'vitest';
import { frameLogRecord, LOG_HEAD } from './leveldb-log.ts';

/** Reads the log piece by piece; what lies between the blocks' pieces must be zeros. */
function readLog(file: Buffer): Buffer[] {
  const records: Buffer[] = [];
  let [offset, open] = [LOG_HEAD.length, null as Buffer[] | null];
  while (offset < file.length) {
    const left = 32768 - (offset % 32768);
    if (left < 7) {
      expect(file.subarray(offset, offset + left).every((byte) => byte === 0)).toBe(true);
      offset += left;
      continue;
    }
    const [length, type] = [file.readUInt16LE(offset + 4), file.readUInt8(offset + 6)];
    expect(length).toBeLessThanOrEqual(left - 7);
    expect(type === 1 || type === 2).toBe(open === null);
    open = [...(open ?? []), file.subarray(offset + 7, offset + 7 + length)];
    offset += 7 + length;
    if (type === 1 || type === 4) {
      records.push(Buffer.concat(open));
      open = null;
    }
  }
  expect(open).toBeNull();
  return records;
}

it('cuts records at the ends of blocks and pads what holds no head', () => {
  // Sizes about a block's own, so that records end on, before and after its last seven bytes.
  const size = fc.oneof(
    fc.nat(300),
    fc.integer({ min: 32730, max: 32790 }),
    fc.constantFrom(0, 65536, 100_000),
  );
  fc.assert(
    fc.property(fc.array(size, { minLength: 1, maxLength: 6 }), (sizes) => {
      const written = sizes.map((length, index) => Buffer.alloc(length, index + 1));
      let file = Buffer.from(LOG_HEAD);
      for (const data of written) file = Buffer.concat([file, frameLogRecord(data, file.length)]);
      expect(readLog(file).map((record) => [record.length, record[0]])).toEqual(
        written.map((record) => [record.length, record[0]]),
      );
    }),
    { numRuns: 60 },
  );
});

it('has the head and checksum that the official package wrote for the same record', () => {
  // Head and first record of a file written by wandb 0.31.0 for a run of two scalars.
  const record = Buffer.from(
    '0801c20c0a0a08786f656869336178aa013b0a390a2f302e33312e302b3135663863626335383' +
      '16431633563666336653331663638623438626464313363656332646432631206302e37302e30',
    'hex',
  );
  expect(Buffer.from(LOG_HEAD).toString('hex')).toBe('3a572642e1be00');
  const framed = Buffer.from(frameLogRecord(record, LOG_HEAD.length));
  expect(framed.subarray(0, 7).toString('hex')).toBe('dad9a74e4d0001');
  expect(framed.subarray(7).equals(record)).toBe(true);
});
