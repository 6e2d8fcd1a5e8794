import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { forgetFailure, recentFailure, rememberFailure } from './tensorflowFailure.mjs';

let cache: string;

beforeEach(() => {
  cache = mkdtempSync(join(tmpdir(), 'parallax-failure-'));
});

afterEach(() => rmSync(cache, { recursive: true }));

test('a failure is remembered for ten minutes, for the same inputs only', () => {
  rememberFailure(cache, 'key', 'no network');
  expect(recentFailure(cache, 'key')).toBe('no network');
  expect(recentFailure(cache, 'other key')).toBeUndefined();
  expect(recentFailure(cache, 'key', Date.now() + 11 * 60_000)).toBeUndefined();
  // A clock that was set back must not make it last.
  expect(recentFailure(cache, 'key', Date.now() - 60_000)).toBeUndefined();
});

test('nothing is remembered before a failure or after a success', () => {
  expect(recentFailure(cache, 'key')).toBeUndefined();
  rememberFailure(cache, 'key', 'no network');
  forgetFailure(cache);
  expect(recentFailure(cache, 'key')).toBeUndefined();
});
