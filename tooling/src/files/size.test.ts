import { dirname } from 'node:path';
import { expect, test } from 'vitest';
import { codeFiles, isTest, readText } from '../repository/files.ts';

const CAP_LINES = 500;
const MEDIAN_LINES = 120;
const P90_LINES = 350;
const ROOM_MOST = 9;

const sizes = codeFiles().map((path) => ({ path, lines: readText(path).split('\n').length - 1 }));

test(`no file is longer than ${CAP_LINES} lines`, () => {
  expect(sizes.filter(({ lines }) => lines > CAP_LINES)).toEqual([]);
});

test('files are short: the median and the 90th percentile', () => {
  const lengths = sizes.map(({ lines }) => lines).sort((a, b) => a - b);
  const quantile = (q: number): number => lengths[Math.floor(q * (lengths.length - 1))] ?? 0;
  process.stdout.write(`${lengths.length} code files: median ${quantile(0.5)} lines, p90 ${quantile(0.9)}\n`);
  expect(quantile(0.5)).toBeLessThanOrEqual(MEDIAN_LINES);
  expect(quantile(0.9)).toBeLessThanOrEqual(P90_LINES);
});

test('rooms: a report of the folders that outgrew theirs', () => {
  const rooms = new Map<string, number>();
  for (const { path } of sizes) {
    if (path.includes('/src/') && !isTest(path))
      rooms.set(dirname(path), (rooms.get(dirname(path)) ?? 0) + 1);
  }
  const large = [...rooms].filter(([, count]) => count > ROOM_MOST);
  // A proposal of the house style, not a law: shown, not failed.
  for (const [room, count] of large)
    process.stdout.write(`${room} holds ${count} files (a room holds 3-${ROOM_MOST})\n`);
  expect(rooms.size).toBeGreaterThan(0);
});

test('no catch-all rooms or files', () => {
  const catchAll = /(^|\/)(utils?|common|helpers?|misc)(\/|\.[a-z]+$)|(^|\/)types\.ts$/;
  expect(sizes.filter(({ path }) => catchAll.test(path)).map(({ path }) => path)).toEqual([]);
});
