/** ScanQA's options in the query, moved: who follows the content earns the same under every letter, by both readings. */
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { lamm } from './index.ts';

const OPTIONS = ['above the lamp', 'behind the lamp', 'below the lamp', 'inside the lamp'];
const listed = (options: readonly string[]): string =>
  `How does the mug sit?\nOptions: ${options.map((text, i) => `(${'ABCD'[i]}) ${text}`).join(' ')}\n`;

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'parallax-lamm-'));
  await mkdir(join(folder, '3D_Benchmark', 'meta_file'), { recursive: true });
});
afterEach(() => rm(folder, { recursive: true }));

const load = async (query: string, right: number) => {
  const items = [{ id: 7, pcl: 'x.npy', query, gt_choice: right, gt_choices: OPTIONS }];
  const path = join(folder, '3D_Benchmark', 'meta_file', 'VQA_ScanQA_multiplechoice.json');
  await writeFile(path, JSON.stringify(items));
  const [row] = await lamm.load(folder);
  return row!;
};

test.each([0, 1, 2, 3])('the right option first at letter %i', async (right) => {
  const row = await load(listed(OPTIONS), right);
  for (const [followed, text] of OPTIONS.entries()) {
    for (let steps = 1; steps < 4; steps++) {
      const order = OPTIONS.map((_, i) => OPTIONS[(i + steps) % 4]!);
      const moved = lamm.rotated!(row, steps)!;
      expect(moved).toMatchObject({ id: 'scanqa-7', query: listed(order), answer: OPTIONS[right] });
      const letter = 'ABCD'[order.indexOf(text)]!;
      const hit = followed === right ? 1 : 0;
      expect(moved.score(`The answer is (${letter}).`)).toMatchObject({ id: 'scanqa-7', hit });
      expect(moved.score(`It sits ${text}`).hit).toBe(hit);
      expect(lamm.strict(moved, `(${letter})`).value).toBe(hit);
    }
  }
  // All the way round is the row itself; functions are made anew.
  const round = [1, 1, 1, 1].reduce((now, step) => lamm.rotated!(now, step)!, row);
  expect(JSON.stringify(round)).toBe(JSON.stringify(row));
  expect(lamm.rotated!(row, 4)).toBeNull();
  expect((await lamm.sample(folder, row)).chance).toBe(1 / 4);
});

test('a query that does not list the options has nothing to move', async () => {
  expect(lamm.rotated!(await load('How does the mug sit?', 1), 1)).toBeNull();
});
