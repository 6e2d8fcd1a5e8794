import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { setupCommands, verbs } from './verbs.mjs';

const root = join(import.meta.dirname, '../..');

/** The real ./parallax, in the environment that runs these tests. */
function parallax(...args: string[]) {
  const env = { ...process.env, PARALLAX_SETUP: 'skip' };
  return spawnSync(join(root, 'parallax'), args, { cwd: '/', env, encoding: 'utf8' });
}

test.each([[[]], [['--help']], [['help']]])('without a verb (%j) all verbs are listed', (args) => {
  const { status, stdout } = parallax(...args);
  expect(status).toBe(0);
  for (const name of [...Object.keys(verbs), ...Object.keys(setupCommands)])
    expect(stdout).toMatch(new RegExp(`^  ${name} `, 'm'));
});

test('an unknown verb is the user’s mistake and names the nearest one', () => {
  const { status, stdout, stderr } = parallax('evalute', '--model', 'x');
  expect(status).toBe(2);
  expect(stdout).toBe('');
  expect(stderr).toContain('Did you mean "evaluate"?');
});

test('every verb of the table exists', () => {
  const missing = Object.values(verbs).filter(({ file }) => !existsSync(join(root, file)));
  expect(missing).toEqual([]);
});

test('arguments reach the verb, and its exit code comes back', () => {
  expect(parallax('doctor', '--help').stdout).toMatch(/--verify/);
  expect(parallax('doctor', '--nonsense').status).toBe(2);
});

test('exec passes words, blanks and the exit code through', () => {
  const { status, stdout } = parallax(
    'exec',
    'sh',
    '-c',
    'printf "%s|" "$@"; exit 7',
    'sh',
    'a b',
    "it's",
    '',
  );
  expect(stdout).toBe("a b|it's||");
  expect(status).toBe(7);
});

test('the verb is the very process that was started: a kill reaches it', () => {
  const { stdout } = parallax('exec', 'sh', '-c', 'echo "$PPID"');
  expect(Number(stdout)).toBe(process.pid);
});
