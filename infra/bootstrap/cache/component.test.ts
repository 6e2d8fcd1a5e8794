import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type Component, componentDefect, ensureComponent } from './component.mjs';

let cache: string;
let builds = 0;

const component = (key: string, build?: Component['build']): Component => ({
  title: 'a part',
  name: 'part-1',
  key,
  build:
    build ??
    (async (folder) => {
      builds++;
      writeFileSync(join(folder, 'content'), key);
    }),
});

beforeEach(() => {
  cache = mkdtempSync(join(tmpdir(), 'parallax-component-'));
  builds = 0;
});

afterEach(() => rmSync(cache, { recursive: true }));

test('is built once, and again only when its inputs or its files change', async () => {
  const folder = await ensureComponent(cache, component('1'));
  await ensureComponent(cache, component('1'));
  expect(builds).toBe(1);
  await ensureComponent(cache, component('2'));
  expect(builds).toBe(2);
  writeFileSync(join(folder, 'content'), 'damaged');
  await ensureComponent(cache, component('2'));
  expect(builds).toBe(3);
  expect(readFileSync(join(folder, 'content'), 'utf8')).toBe('2');
  expect(readdirSync(cache)).toEqual(['part-1']);
});

test('a build that fails half-way leaves nothing that counts as built, and the next one succeeds', async () => {
  const failing = component('1', async (folder) => {
    writeFileSync(join(folder, 'content'), 'half');
    throw new Error('no space');
  });
  await expect(ensureComponent(cache, failing)).rejects.toThrow('no space');
  expect(existsSync(join(cache, 'part-1'))).toBe(false);
  expect(componentDefect(cache, component('1'))).toBe('missing');
  await ensureComponent(cache, component('1'));
  expect(componentDefect(cache, component('1'))).toBeUndefined();
});

test('a folder without a stamp, as an older version may have left it, is replaced', async () => {
  mkdirSync(join(cache, 'part-1'));
  writeFileSync(join(cache, 'part-1/stale'), 'stale');
  await ensureComponent(cache, component('1'));
  expect(readdirSync(join(cache, 'part-1')).sort()).toEqual(['content', 'stamp.json']);
});
