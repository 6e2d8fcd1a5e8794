import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Progress, type VerbContext } from '@parallax/lab/node';
import { afterAll, beforeAll, expect, test } from 'vitest';
import verb from './reward.ts';

let folder: string;
const context: VerbContext = {
  json: true,
  signal: new AbortController().signal,
  log: () => undefined,
  warn: () => undefined,
  progress: (label, total) => new Progress(label, total),
};
const reward = async (mixture: string, rows: readonly unknown[]) => {
  const path = join(folder, 'in.jsonl');
  await writeFile(path, rows.map((row) => JSON.stringify(row)).join('\n'));
  return (await verb.run([], { mixture, in: path }, context)).result;
};

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'parallax-reward-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

test('a completion earns its parts with reasons', async () => {
  const rows = [
    { id: 'a', completion: '<think>so</think><answer>B</answer>', answer: 'B' },
    { id: 'b', completion: 'B', answer: 'B' },
  ];
  const result = await reward('actial', rows);
  expect(result).toMatchObject({
    n: 2,
    mean: 0.5,
    items: [
      { id: 'a', reward: 1 },
      { id: 'b', reward: 0 },
    ],
  });
});

test('a reward of groups sees the other completions of the group', async () => {
  const completion = '<think>so</think><answer>B</answer>';
  const row = { completion, answer: 'B', tokens: 400 };
  const rows = [{ ...row, group: 1 }, { ...row, group: 1, tokens: 12 }, { ...row, group: 2 }, row];
  const { items } = (await reward('length', rows)) as { items: { reward: number }[] };
  expect(items.map((item) => Number((item.reward * 2.2).toFixed(9)))).toEqual([2.2, 2, 2, 2]);
});

test('the list says what each reward reads', async () => {
  const { mixtures } = (await verb.run([], { mixture: 'list' }, context)).result as {
    mixtures: { name: string; reads: string }[];
  };
  expect(mixtures.map(({ name }) => name)).toEqual(expect.arrayContaining(['mra', 'fuzzy-f1', 'dip-look']));
  for (const { reads } of mixtures) expect(reads).not.toBe('');
});

test('bad input names the row, the key or the nearest reward', async () => {
  await expect(reward('actail', [])).rejects.toMatchObject({
    code: 'unknown-mixture',
    remedy: expect.stringContaining('Did you mean "actial"?'),
  });
  await expect(reward('actial', [{ completion: 'x', answer: 'B' }, { answer: 'B' }])).rejects.toMatchObject({
    code: 'wrong-shape',
    message: expect.stringContaining(':2: key completion'),
  });
  await expect(reward('actial-claims', [{ completion: 'x' }])).rejects.toMatchObject({ code: 'wrong-shape' });
});
