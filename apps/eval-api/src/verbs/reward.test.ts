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

test('bad input names the row, the key or the nearest reward', async () => {
  await expect(reward('actail', [])).rejects.toMatchObject({ code: 'unknown-mixture' });
  await expect(reward('actial', [{ completion: 'x' }, { answer: 'B' }])).rejects.toMatchObject({
    code: 'wrong-shape',
    message: expect.stringContaining(':2: key completion'),
  });
  await expect(reward('actial-claims', [{ completion: 'x' }])).rejects.toMatchObject({ code: 'wrong-shape' });
});
