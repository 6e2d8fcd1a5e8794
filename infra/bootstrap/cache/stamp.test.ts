import {
  appendFileSync,
  mkdirSync,
  mkdtempSync,
  rmSync,
  statSync,
  symlinkSync,
  unlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { defectOf, STAMP, seal } from './stamp.mjs';

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'parallax-stamp-'));
  mkdirSync(join(folder, 'lib'));
  writeFileSync(join(folder, 'lib/a.so'), 'library a');
  writeFileSync(join(folder, 'program'), 'program');
  symlinkSync('a.so', join(folder, 'lib/b.so'));
  // A whole second: a time that rot() can set back exactly.
  utimesSync(join(folder, 'lib/a.so'), 1_700_000_000, 1_700_000_000);
  seal(folder, 'key 1');
});

afterEach(() => rmSync(folder, { recursive: true }));

/** Changes content but neither size nor time, as a failing disk would. */
function rot(path: string): void {
  const { atime, mtime } = statSync(path);
  writeFileSync(path, 'Library a');
  utimesSync(path, atime, mtime);
}

function relink(target: string, path: string): void {
  unlinkSync(path);
  symlinkSync(target, path);
}

test('a sealed folder is sound, quickly and by digest', () => {
  expect(defectOf(folder, 'key 1')).toBeUndefined();
  expect(defectOf(folder, 'key 1', { everyDigest: true })).toBeUndefined();
});

test.each<[string, () => void, RegExp]>([
  ['a file is gone', () => unlinkSync(join(folder, 'program')), /program is gone/],
  ['a file is longer', () => appendFileSync(join(folder, 'lib/a.so'), '!'), /lib\/a\.so has 10 bytes, not 9/],
  [
    'a file was written again',
    () => writeFileSync(join(folder, 'lib/a.so'), 'Library a'),
    /lib\/a\.so has another SHA-256/,
  ],
  ['a link leads elsewhere', () => relink('c.so', join(folder, 'lib/b.so')), /lib\/b\.so changed/],
  ['the stamp is cut short', () => writeFileSync(join(folder, STAMP), '{ "key"'), /stamp cannot be read/],
  ['there is no stamp', () => unlinkSync(join(folder, STAMP)), /missing/],
])('%s: the quick check finds it', (_name, damage, message) => {
  damage();
  expect(defectOf(folder, 'key 1')).toMatch(message);
});

test('another key means other inputs', () => {
  expect(defectOf(folder, 'key 2')).toBe('built from other inputs');
});

test('silent rot is found by reading every digest', () => {
  rot(join(folder, 'lib/a.so'));
  expect(defectOf(folder, 'key 1')).toBeUndefined();
  expect(defectOf(folder, 'key 1', { everyDigest: true })).toMatch(/another SHA-256/);
});

test('a touched file with the right content is accepted, and its new time is remembered', () => {
  utimesSync(join(folder, 'program'), new Date(), new Date(Date.now() - 5_000));
  expect(defectOf(folder, 'key 1')).toBeUndefined();
  // Now the time is known: rot with that time passes the quick check, so no digest was read.
  rot(join(folder, 'lib/a.so'));
  expect(defectOf(folder, 'key 1')).toBeUndefined();
});
