import fc from 'fast-check';
import { expect, it } from 'vitest';
import { bytesField, doubleField, floatField, message, readFields, varintField } from './protobuf.ts';

const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');

// The examples of the format's own documentation, then values whose bytes protoc's runtime printed.
it('writes the bytes of the reference', () => {
  expect(hex(varintField(1, 150))).toBe('089601');
  expect(hex(bytesField(2, 'testing'))).toBe('120774657374696e67');
  expect(hex(varintField(2, -2))).toBe('10feffffffffffffffff01');
  expect(hex(doubleField(1, 1.5))).toBe('09000000000000f83f');
  expect(hex(floatField(2, -0.1))).toBe('15cdccccbd');
  expect(hex(bytesField(17, ''))).toBe('8a0100');
});

it('reads back every field in its order', () => {
  const safe = fc.maxSafeInteger();
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 5000 }),
      safe,
      fc.uint8Array({ maxLength: 300 }),
      (n, value, raw) => {
        const fields = [...readFields(message(varintField(n, value), bytesField(n, raw), floatField(3, 1)))];
        expect(fields.map(({ field }) => field)).toEqual([n, n, 3]);
        expect(fields[0]!.value).toBe(value);
        expect(hex(fields[1]!.value as Uint8Array)).toBe(hex(raw)); // a bytes field reads as bytes
      },
    ),
  );
});

it('refuses what runs over the end', () => {
  const whole = bytesField(2, 'testing');
  expect(() => [...readFields(whole.subarray(0, 5))]).toThrow(/Byte 2 of a message/);
  expect(() => [...readFields(Uint8Array.of(0x80))]).toThrow(/not of a protocol buffer/);
});
