/** The verify verb as a real process: its last line and its exit codes. */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { expect, it } from 'vitest';

const parallax = resolve(import.meta.dirname, '../../../../parallax');
const goldens = join(process.env['PARALLAX_GOLDENS'] ?? '', 'grpo');
const present = process.env['PARALLAX_GOLDENS'] !== undefined && existsSync(goldens);
if (!present) console.warn('SKIPPED verify on goldens: PARALLAX_GOLDENS names no folder with grpo.');

function verify(...args: string[]): { code: number | null; stdout: string; stderr: string } {
  const { status, stdout, stderr } = spawnSync(parallax, ['verify', ...args], { encoding: 'utf8' });
  return { code: status, stdout, stderr };
}

it('exits 2 for a folder that is no golden, with a remedy', () => {
  const { code, stdout, stderr } = verify(mkdtempSync(join(tmpdir(), 'no-golden-')), '--json');
  expect(code).toBe(2);
  expect(JSON.parse(stdout.trim().split('\n').at(-1)!)).toMatchObject({ error: { code: 'not-golden' } });
  expect(stderr).toMatch(/manifest\.json/);
  expect(stderr).toMatch(/Name a folder/);
});

it.skipIf(!present)('prints every tensor with its differences, and the same in one object', () => {
  const text = verify(goldens);
  expect(text.code, text.stderr).toBe(0);
  const json = verify(goldens, '--json');
  expect(json.code).toBe(0);
  // The verb's own last line: shape as the README says.
  const result = JSON.parse(json.stdout.trim().split('\n').at(-1)!) as {
    passed: number;
    failed: number;
    tensors: { name: string; shape: number[]; maxAbs: number; maxRel: number; pass: boolean }[];
  };
  expect(result).toMatchObject({ passed: result.tensors.length, failed: 0 });
  for (const { name, shape } of result.tensors)
    expect(text.stdout).toContain(`${name} [${shape.join(', ')}]`);
  expect(text.stdout.trim().split('\n').at(-1)).toBe(`${result.passed} passed, 0 failed`);
});
