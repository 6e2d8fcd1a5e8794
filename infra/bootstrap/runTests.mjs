/** `npm test`: the fast projects, and a plain last line with counts. Arguments go to vitest. */
import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '../..');
const args = process.argv.slice(2);
const projects = args.some((arg) => arg.startsWith('--project'))
  ? []
  : ['--project', 'unit', '--project', 'tooling'];
const work = mkdtempSync(join(tmpdir(), 'parallax-test-'));
const report = join(work, 'report.json');
const vitest = join(root, 'node_modules/vitest/vitest.mjs');
const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${report}`];
const startedAt = Date.now();
const { status, signal } = spawnSync(process.execPath, [vitest, 'run', ...projects, ...reporters, ...args], {
  cwd: root,
  stdio: 'inherit',
});
try {
  const { numPassedTests, numFailedTests, numPendingTests } = JSON.parse(readFileSync(report, 'utf8'));
  // CI adds up the counts of several runs.
  if (process.env['PARALLAX_TEST_REPORT']) copyFileSync(report, process.env['PARALLAX_TEST_REPORT']);
  const seconds = Math.round((Date.now() - startedAt) / 1000);
  const skipped = numPendingTests > 0 ? `, ${numPendingTests} skipped` : '';
  process.stdout.write(`\n${numPassedTests} passed, ${numFailedTests} failed${skipped} in ${seconds} s\n`);
} catch {
  process.stdout.write('\nvitest ended without a report: see its messages above.\n');
}
rmSync(work, { recursive: true, force: true });
process.exitCode = status ?? (signal === 'SIGINT' ? 130 : 1);
