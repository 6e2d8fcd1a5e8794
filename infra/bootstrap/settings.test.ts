import { execFileSync } from 'node:child_process';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { settingsOf, shellExports } from './settings.mjs';

test('any value survives the shell', () => {
  // A shell variable cannot hold a zero byte.
  const value = fc.string({ unit: 'binary-ascii', maxLength: 30 }).filter((text) => !text.includes('\0'));
  fc.assert(
    fc.property(value, (text) => {
      const script = `${shellExports({ PARALLAX_X: text })}printf '%s.' "$PARALLAX_X"`;
      expect(execFileSync('sh', ['-c', script], { encoding: 'utf8' })).toBe(`${text}.`);
    }),
    { numRuns: 40 },
  );
});

const prepared = {
  root: '/repo',
  cache: '/cache',
  node: '/cache/node/bin/node',
  pnpmFolder: '/cache/pnpm',
  addon: undefined,
  tensorflowMissing: 'make is missing',
  chromium: undefined,
};

test('pinned tools come first on the PATH; what is not there is not set', () => {
  const settings = settingsOf(prepared, { PATH: '/usr/bin' });
  expect(settings['PATH']).toBe('/cache/node/bin:/cache/pnpm:/repo/node_modules/.bin:/usr/bin');
  expect(settings).not.toHaveProperty('PARALLAX_TFJS_BINDING');
  expect(settings['PARALLAX_TENSORFLOW_MISSING']).toBe('make is missing');
});

test('what the user set about TensorFlow wins', () => {
  const settings = settingsOf(prepared, { PATH: '', TF_CPP_MIN_LOG_LEVEL: '0', TF_ENABLE_ONEDNN_OPTS: '0' });
  expect(settings).toMatchObject({ TF_CPP_MIN_LOG_LEVEL: '0', TF_ENABLE_ONEDNN_OPTS: '0' });
});
