import fc from 'fast-check';
import { expect, it } from 'vitest';
import { crc32c } from './crc32c.ts';
import { frameRecord, wholeRecords } from './tf-record.ts';

const bytesOf = (length: number, at: (index: number) => number): Uint8Array =>
  Uint8Array.from({ length }, (_, index) => at(index));

// RFC 3720, appendix B.4; the last is the check value in catalogues of checksums.
it.each([
  ['32 zeros', bytesOf(32, () => 0), 0x8a9136aa],
  ['32 ones', bytesOf(32, () => 255), 0x62a8ab43],
  ['ascending', bytesOf(32, (index) => index), 0x46dd794e],
  ['descending', bytesOf(32, (index) => 31 - index), 0x113fdb5c],
  ['digits', Buffer.from('123456789'), 0xe3069283],
])('the checksum of %s is that of the RFC', (_, bytes, expected) => {
  expect(crc32c(bytes)).toBe(expected);
});

it('reads back what it framed, up to the first byte that was lost or changed', () => {
  const records = fc.array(fc.uint8Array({ maxLength: 40 }), { minLength: 1, maxLength: 6 });
  fc.assert(
    fc.property(records, fc.nat(), fc.boolean(), (written, place, flip) => {
      const frames = written.map(frameRecord);
      const file = Buffer.concat(frames);
      const at = place % file.length;
      const damaged = flip ? Buffer.from(file) : file.subarray(0, at);
      if (flip) damaged[at]! ^= 1 << (place % 8);
      const before = [...wholeRecords(file)];
      expect(before.map(({ data }) => [...data])).toEqual(written.map((data) => [...data]));
      const whole = before.filter(({ end }) => end <= at);
      expect([...wholeRecords(damaged)].map(({ end }) => end)).toEqual(whole.map(({ end }) => end));
    }),
  );
});
