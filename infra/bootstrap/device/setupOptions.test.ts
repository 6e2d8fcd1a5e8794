import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { setupOptions } from './setupOptions.mjs';

test.each([
  [[], undefined],
  [['--device', 'cuda'], 'cuda'],
  [['--device=cpu'], 'cpu'],
  [['--device', 'cuda', '--device', 'auto'], 'auto'],
])('%j', (args, device) => {
  expect(setupOptions(args)).toEqual({ device });
});

test.each([
  [['--device', 'coda'], '"cuda"'],
  [['--device'], 'auto, cpu, cuda'],
  [['--devise', 'cuda'], '--help'],
])('%j is the user’s mistake: exit 2 with a remedy', (args, remedy) => {
  const parallax = join(import.meta.dirname, '../../../parallax');
  const { status, stderr } = spawnSync(parallax, ['setup', ...args], { encoding: 'utf8' });
  expect(status).toBe(2);
  expect(stderr).toContain(remedy);
});
