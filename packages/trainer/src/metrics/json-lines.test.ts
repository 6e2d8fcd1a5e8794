import { mkdtemp, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { linesThroughStep, openJsonLines } from './json-lines.ts';

it('cuts what was written after the checkpoint, and a line that a crash broke off', async () => {
  const path = join(await mkdtemp(join(tmpdir(), 'json-lines-')), 'metrics.jsonl');
  const first = await openJsonLines<{ step: number; loss: number }>(path, 0);
  await first.append([1, 2, 3].map((step) => ({ step, loss: step / 10 })));
  await writeFile(path, `${await readFile(path, 'utf8')}{"step":4,"lo`);
  const second = await openJsonLines<{ step: number; loss: number }>(path, 2);
  expect(await readFile(path, 'utf8')).toBe('{"step":1,"loss":0.1}\n{"step":2,"loss":0.2}\n');
  await second.append([{ step: 3, loss: 0.3 }]);
  expect((await readFile(path, 'utf8')).split('\n')).toHaveLength(4);
});

it('keeps several lines of one step', () => {
  expect(linesThroughStep('{"step":1}\n{"step":1}\n{"step":2}\n', 1)).toBe('{"step":1}\n{"step":1}\n');
});
