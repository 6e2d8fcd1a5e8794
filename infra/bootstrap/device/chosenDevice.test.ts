import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { chosenDevice, keepDevice } from './chosenDevice.mjs';

let cache: string;

beforeEach(() => {
  cache = mkdtempSync(join(tmpdir(), 'parallax-device-'));
});

afterEach(() => rmSync(cache, { recursive: true }));

/** Environment first, then what was kept, then the kernel. */
test.each([
  [undefined, undefined, false, 'cpu'],
  [undefined, undefined, true, 'cuda'],
  [undefined, 'cuda', false, 'cuda'],
  [undefined, 'cpu', true, 'cpu'],
  ['cpu', 'cuda', true, 'cpu'],
  ['cuda', 'cpu', false, 'cuda'],
  ['', 'cuda', false, 'cuda'],
] as const)('PARALLAX_TENSORFLOW=%s, kept %s, NVIDIA device %s: %s', (named, kept, nvidia, expected) => {
  if (kept !== undefined) keepDevice(cache, kept);
  expect(chosenDevice(cache, { PARALLAX_TENSORFLOW: named }, () => nvidia)).toBe(expected);
});

test('auto forgets the choice, also when there was none', () => {
  keepDevice(cache, 'auto');
  keepDevice(cache, 'cuda');
  keepDevice(cache, 'auto');
  expect(chosenDevice(cache, {}, () => false)).toBe('cpu');
});

test('a damaged file is no choice, an unknown word in the environment is an error', () => {
  writeFileSync(join(cache, 'device.json'), '{"device": "cu');
  expect(chosenDevice(cache, {}, () => false)).toBe('cpu');
  expect(() => chosenDevice(cache, { PARALLAX_TENSORFLOW: 'rocm' })).toThrow(/PARALLAX_TENSORFLOW is "rocm"/);
});
